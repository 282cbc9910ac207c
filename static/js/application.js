// Saves a form of an application while it is filled in, says so, and counts the characters of long answers.
// Without it, the buttons of the page save. What could not be sent stays on the page and is sent again.
(() => {
  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language);

  document.querySelectorAll("textarea[data-most]").forEach((area) => {
    const most = Number(area.dataset.most);
    const count = document.createElement("span");
    count.className = "count";
    area.after(count);
    const show = () => {
      const length = Array.from(area.value.trim()).length;
      count.textContent = `${numbers.format(length)} / ${numbers.format(most)}`;
      count.classList.toggle("count--over", length > most);
    };
    area.addEventListener("input", show);
    show();
  });

  const box = document.querySelector("[data-autosave]");
  if (!box) return;
  const form = box.closest("form");
  const words = box.dataset;
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const PAUSE = 3000;
  const RETRY = 10000;
  let changed = false;
  let sending = false;
  let stopped = false;
  let leaving = false;
  let waiting = null;
  let timer = 0;

  const say = (text, failed) => {
    box.hidden = false;
    box.classList.toggle("autosave--failed", Boolean(failed));
    if (box.textContent !== text) box.textContent = text;
  };
  const stop = (text, address) => {
    stopped = true;
    say(text, true);
    if (!address) return;
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words.open;
    box.append(" ", link);
  };
  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  async function save() {
    if (!changed || sending || stopped || leaving) return;
    changed = false;
    sending = true;
    const data = new FormData(form);
    data.append("autosave", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, keepalive: true });
      const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (!isJson && answer.status < 500) {
        changed = true;
        stop(words.signedOut);
      } else if (!isJson) {
        throw new Error(String(answer.status));
      } else {
        const said = await answer.json();
        if (!answer.ok) {
          changed = !said.address; // the server keeps what met another version
          stop(said.text, said.address);
        } else {
          form.elements.stamp.value = said.stamp;
          document.querySelector("[data-application-state]").innerHTML = said.banner;
          const time = clock.format(new Date());
          if (!changed) say(words.saved.replace("{time}", time));
        }
      }
    } catch {
      changed = true;
      say(words.failed, true);
    }
    sending = false;
    if (waiting) {
      form.requestSubmit(waiting);
      return;
    }
    if (changed && !stopped) later(box.classList.contains("autosave--failed") ? RETRY : PAUSE);
  }

  form.addEventListener("input", () => {
    changed = true;
    if (!stopped) later(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    leaving = true;
    if (!sending) return;
    event.preventDefault(); // first what is under way, then the button
    waiting = event.submitter;
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  window.addEventListener("beforeunload", (event) => {
    if ((changed || sending) && !leaving) event.preventDefault();
  });
})();
