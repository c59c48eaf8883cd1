package org.restante.meaning.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.knowledge.Knowledge;

final class ProvidersTest {
    private final Providers providers = Knowledge.shipped().providers();

    @ParameterizedTest
    @CsvSource({
        "gmail-smtp-in.l.google.com,gmail",
        "ASPMX.L.GOOGLE.COM.,gmail",
        "alt1.aspmx.l.google.com,gmail",
        "aspmx2.googlemail.com,gmail",
        "hotmail-com.olc.protection.outlook.com,microsoft",
        "mx1.hotmail.com,microsoft",
        "example-com.mail.protection.outlook.com,microsoft-365",
        "example-com.a-v1.mx.microsoft,microsoft-365",
        "mta7.am0.yahoodns.net,yahoo",
        "mx01.mail.icloud.com,apple",
        "mx2h1.comcast.net,comcast",
        "mx1a1.mxge.comcast.net,comcast",
        "cxr.mx.a.cloudfilter.net,cox",
        "shw-central.mx.a.cloudfilter.net,cloudmark",
        "pkvw-mx.msg.pkvw.co.charter.net,spectrum",
        "al-ip4-mx-vip1.prodigy.net,att",
        "smtp.secureserver.net,godaddy",
        "smtp-in.orange.fr,orange",
        "mx-ha03.web.de,gmx",
        "mx00.gmx.net,gmx",
        "mx0.t-online.de,t-online",
        "mxs.mail.ru,mail-ru",
        "mx.yandex.ru,yandex",
        "mx3.qq.com,qq",
        "163mx01.mxmail.netease.com,netease",
        "mx1.emailsrvr.com,rackspace",
        "mx.zoho.eu,zoho",
        "mx0a-001.pphosted.com,proofpoint",
        "eu-smtp-inbound-1.mimecast.com,mimecast",
        "d1.a.ess.uk.barracudanetworks.com,barracuda",
        "mx1.hc1-2.eu.iphmx.com,ironport",
        "cluster1.eu.messagelabs.com,symantec",
        "example.in.tmes.trendmicro.eu,trend-micro",
        "mx1.yahoo.co.jp,yahoo-japan"
    })
    void hostsAreKnownByWhoRunsThem(String host, String word) {
        assertThat(providers.ofMx(host)).extracting(Provider::word).isEqualTo(word);
        assertThat(providers.site(host, null)).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({
        "mx1.gmail.com,gmail.com,gmail",
        "mx.unknown.example,gmail.com,gmail",
        ",GMail.com,gmail",
        ",outlook.com,microsoft",
        ",yahoo.co.uk,yahoo",
        "mail.some-company.co.uk,some-company.co.uk,some-company.co.uk",
        "mx7.hosting.example.com,customer.org,example.com",
        "192.0.2.7,customer.org,192.0.2.7",
        ",customer.org,customer.org"
    })
    void theSiteIsTheProviderOrTheDomainThatRunsTheHost(String host, String domain, String site) {
        assertThat(providers.site(host, domain)).isEqualTo(site);
    }

    @ParameterizedTest
    @CsvSource({
        "notgoogle.com",
        "google.com.example.org",
        "com",
        "localhost",
        "xyoutlook.com",
        "qq.com.example"
    })
    void strangersAreNobodys(String host) {
        assertThat(providers.ofMx(host)).isNull();
    }
}
