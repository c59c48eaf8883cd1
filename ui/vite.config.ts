import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// Files of their own, nothing inlined: the server's policy runs no script and no style that stands within a page.
export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  // The server is told the host that the browser asked: a sign-in must come from the same.
  server: { proxy: Object.fromEntries(["/api", "/readyz"].map((it) => [it, { target: "http://127.0.0.1:8080", changeOrigin: false }])) },
});
