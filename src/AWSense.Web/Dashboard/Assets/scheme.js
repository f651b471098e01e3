// Light or dark, before anything is painted: the server reads the cookie that is kept here.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const read = () => document.cookie.match(/(?:^|; )awsense-scheme=([\w-]+)/)?.[1];
  const write = (value) => { document.cookie = `awsense-scheme=${value}; path=/; max-age=31536000; samesite=lax`; };
  const show = (dark) => {
    document.documentElement.dataset.scheme = dark ? "dark" : "light";
    document.querySelector("meta[name=color-scheme]").content = dark ? "dark" : "light";
  };

  window.awsenseScheme = {
    systemIsDark: () => system.matches,
    keep: (follows, dark) => { write(follows ? (dark ? "system-dark" : "system-light") : (dark ? "dark" : "light")); show(dark); },
  };

  // The first visit, or the system has changed since the last one: ask again, now with the cookie.
  const follow = () => {
    const wanted = system.matches ? "system-dark" : "system-light";
    const kept = read();
    if (kept === "light" || kept === "dark" || kept === wanted) return;
    write(wanted);
    const shown = document.documentElement.dataset.scheme === "dark";
    if (read() === wanted && shown !== system.matches) location.reload();
  };
  follow();
  system.addEventListener("change", follow);
})();
