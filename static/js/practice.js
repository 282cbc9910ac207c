// The timer of a sample test. It starts only when asked to, can be hidden or switched off, speaks to screen
// readers three times at most, and ends nothing: when the time is over, the answers stay where they are.
(() => {
  const box = document.querySelector("[data-timer]");
  if (!box) return;
  const part = (name) => box.querySelector(`[data-timer-${name}]`);
  const [start, running, clock, hide, stop, said] = ["start", "running", "clock", "hide", "stop", "said"].map(part);
  const seconds = Number(box.dataset.timer);
  let end = 0;
  let tick = 0;
  let last = 0;

  const write = (left) => {
    const rest = String(left % 60).padStart(2, "0");
    clock.textContent = `${Math.floor(left / 60)}:${rest}`;
  };
  const say = (name) => {
    said.textContent = box.dataset[name];
  };
  const off = () => {
    clearInterval(tick);
    running.hidden = true;
    start.hidden = false;
    box.classList.remove("practice-timer-running");
  };
  const show = () => {
    // Counted from the clock of the machine: a page that slept is right again at once.
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    const passed = (mark) => last > mark && left <= mark;
    write(left);
    if (left === 0) {
      off();
      say("over");
    } else if (seconds > 120 && passed(60)) {
      say("minute");
    } else if (passed(Math.floor(seconds / 2))) {
      say("half");
    }
    last = left;
  };

  start.addEventListener("click", () => {
    end = Date.now() + seconds * 1000;
    last = seconds;
    said.textContent = "";
    start.hidden = true;
    running.hidden = false;
    box.classList.add("practice-timer-running");
    write(seconds);
    tick = setInterval(show, 1000);
    hide.focus();
  });
  hide.addEventListener("click", () => {
    clock.hidden = !clock.hidden;
    hide.setAttribute("aria-pressed", String(clock.hidden));
  });
  stop.addEventListener("click", () => {
    off();
    said.textContent = "";
    start.focus();
  });
  box.hidden = false;
})();
