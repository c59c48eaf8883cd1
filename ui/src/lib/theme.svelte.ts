type Theme = "system" | "light" | "dark";
const KEY = "restante-theme";
const read = (): Theme => {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
};
let now = $state<Theme>(read());

function show(): void {
  if (now === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = now;
}
show();

export const theme = {
  get now() { return now; },
  next(): void {
    now = now === "system" ? "light" : now === "light" ? "dark" : "system";
    if (now === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, now);
    show();
  },
};
