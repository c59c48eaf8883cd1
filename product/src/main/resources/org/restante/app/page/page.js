'use strict';
(function () {
  var root = document.documentElement;

  // Colours: as the system has them, light, dark.
  var theme = document.getElementById('theme');
  var themes = ['auto', 'light', 'dark'];
  var names = { auto: 'Auto', light: 'Light', dark: 'Dark' };
  function paint(choice) {
    if (choice === 'auto') { root.removeAttribute('data-theme'); } else { root.setAttribute('data-theme', choice); }
    theme.textContent = names[choice];
    theme.setAttribute('aria-label', 'Colours: ' + (choice === 'auto' ? 'as the system has them' : choice));
  }
  function kept() {
    try { return localStorage.getItem('restante-theme') || 'auto'; } catch (e) { return 'auto'; }
  }
  var choice = kept();
  theme.hidden = false;
  paint(themes.indexOf(choice) < 0 ? choice = 'auto' : choice);
  theme.addEventListener('click', function () {
    choice = themes[(themes.indexOf(choice) + 1) % themes.length];
    try { localStorage.setItem('restante-theme', choice); } catch (e) { /* a page from disk may not keep it */ }
    paint(choice);
  });

  // The timeline: what the pointer (or the arrow keys) stands on.
  document.querySelectorAll('.chart').forEach(function (chart) {
    var plot = chart.querySelector('.plot');
    var tip = chart.querySelector('.tip');
    var cursor = chart.querySelector('.cursor');
    var times = chart.dataset.times.split(',');
    var lines = Array.prototype.map.call(chart.querySelectorAll('.line'), function (path) {
      return { path: path, name: path.dataset.name, rates: path.dataset.rates.split(','), attempts: path.dataset.attempts.split(',') };
    });
    var at = -1;
    function row(line) {
      var p = document.createElement('p');
      var key = document.createElement('i');
      key.className = line.path.getAttribute('class');
      var name = document.createElement('span');
      name.textContent = line.name;
      var rate = document.createElement('b');
      rate.textContent = line.rates[at] === '' ? '–' : line.rates[at] + ' %';
      var count = document.createElement('small');
      count.textContent = 'of ' + Number(line.attempts[at]).toLocaleString('en');
      p.append(key, name, rate, count);
      return p;
    }
    function show(index) {
      at = Math.max(0, Math.min(times.length - 1, index));
      var left = (at + 0.5) / times.length * 100;
      var title = document.createElement('strong');
      title.textContent = times[at] + ' UTC';
      tip.replaceChildren(title);
      lines.filter(function (line) { return !line.path.classList.contains('off'); })
        .sort(function (a, b) { return (parseFloat(b.rates[at]) || 0) - (parseFloat(a.rates[at]) || 0); })
        .forEach(function (line) { tip.append(row(line)); });
      cursor.style.left = left + '%';
      tip.hidden = cursor.hidden = false;
      var room = plot.clientWidth, width = tip.offsetWidth, x = left / 100 * room;
      tip.style.left = Math.max(0, Math.min(room - width, x > room / 2 ? x - width - 12 : x + 12)) + 'px';
    }
    function hide() { tip.hidden = cursor.hidden = true; }
    plot.addEventListener('pointermove', function (event) {
      var box = plot.getBoundingClientRect();
      show(Math.floor((event.clientX - box.left) / box.width * times.length));
    });
    plot.addEventListener('pointerleave', hide);
    plot.tabIndex = 0;
    plot.setAttribute('role', 'group');
    plot.setAttribute('aria-label', 'Timeline; the arrow keys move through time');
    plot.addEventListener('keydown', function (event) {
      if (event.target !== plot) { return; }
      if (event.key === 'ArrowRight') { show(at + 1); event.preventDefault(); }
      if (event.key === 'ArrowLeft') { show(at < 0 ? times.length - 1 : at - 1); event.preventDefault(); }
      if (event.key === 'Escape') { hide(); }
    });
    plot.addEventListener('blur', hide);
    chart.querySelectorAll('button.key').forEach(function (key) {
      key.addEventListener('click', function () {
        var on = key.getAttribute('aria-pressed') !== 'true';
        key.setAttribute('aria-pressed', on);
        chart.querySelectorAll('.line.c' + key.dataset.line).forEach(function (line) { line.classList.toggle('off', !on); });
      });
    });
  });

  // Case files: panels become tabs.
  document.querySelectorAll('.tabs').forEach(function (tabs) {
    var panels = Array.prototype.slice.call(tabs.querySelectorAll('.panel'));
    var list = document.createElement('div');
    list.className = 'tablist';
    list.setAttribute('role', 'tablist');
    list.setAttribute('aria-label', 'Texts of the case file');
    function choose(index, focus) {
      panels.forEach(function (panel, i) {
        panel.hidden = i !== index;
        var tab = list.children[i];
        tab.setAttribute('aria-selected', i === index);
        tab.tabIndex = i === index ? 0 : -1;
      });
      if (focus) { list.children[index].focus(); }
    }
    panels.forEach(function (panel, i) {
      var tab = document.createElement('button');
      tab.type = 'button';
      tab.id = panel.id + '-tab';
      tab.textContent = panel.dataset.tab;
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', panel.id);
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', tab.id);
      tab.addEventListener('click', function () { choose(i, false); });
      tab.addEventListener('keydown', function (event) {
        var step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (step) { choose((i + step + panels.length) % panels.length, true); event.preventDefault(); }
        if (event.key === 'Home') { choose(0, true); event.preventDefault(); }
        if (event.key === 'End') { choose(panels.length - 1, true); event.preventDefault(); }
      });
      list.append(tab);
    });
    tabs.prepend(list);
    tabs.classList.add('live');
    choose(0, false);
  });
  document.querySelectorAll('details.case').forEach(function (box, i) { box.open = i === 0; });

  // Copying, also where the clipboard is closed to pages from disk.
  function select(pre) {
    var range = document.createRange();
    range.selectNodeContents(pre);
    var selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return selection;
  }
  document.querySelectorAll('.copy').forEach(function (button) {
    var pre = button.parentNode.querySelector('pre');
    function done(ok) {
      button.textContent = ok ? 'Copied' : 'Selected';
      setTimeout(function () { button.textContent = 'Copy'; }, 1600);
    }
    function byHand() {
      var selection = select(pre), ok = false;
      try { ok = document.execCommand('copy'); } catch (e) { ok = false; }
      if (ok) { selection.removeAllRanges(); }
      done(ok);
    }
    button.hidden = false;
    button.addEventListener('click', function () {
      if (navigator.clipboard && isSecureContext) {
        navigator.clipboard.writeText(pre.textContent).then(function () { done(true); }, byHand);
      } else { byHand(); }
    });
  });
})();
