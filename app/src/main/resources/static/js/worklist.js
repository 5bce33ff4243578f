// The worklist by keyboard. One row is selected; it stays selected while the list renews itself.
(() => {
  "use strict";
  const list = document.getElementById("rows");
  const release = document.getElementById("release");
  let selected = null;
  let index = 0;

  const rows = () => [...list.querySelectorAll("tr[data-case]")];

  function select(row, scroll) {
    for (const other of list.querySelectorAll("tr.is-selected")) {
      other.classList.remove("is-selected");
      other.removeAttribute("aria-current");
    }
    if (!row) {
      selected = null;
      return;
    }
    selected = row.dataset.case;
    index = rows().indexOf(row);
    row.classList.add("is-selected");
    row.setAttribute("aria-current", "true");
    if (scroll) {
      row.scrollIntoView({ block: "nearest" });
      row.querySelector(".row-open").focus({ preventScroll: true });
    }
  }

  const current = () => rows().find((row) => row.dataset.case === selected);

  // The selected case may have left the list: the one that took its place is selected then.
  function reselect() {
    const all = rows();
    select(current() ?? all[Math.min(index, all.length - 1)], false);
  }

  function move(step) {
    const all = rows();
    const at = all.findIndex((row) => row.dataset.case === selected);
    select(all[Math.max(0, Math.min(all.length - 1, at + step))], true);
  }

  // Takes the case up, and shows its images where the reader wants them.
  async function openImages(row, where) {
    const page = where === "viewer" ? window.open("", "radhub-viewer") : null;
    const csrf = document.querySelector('meta[name="csrf"]');
    try {
      const answer = await fetch(`/api/cases/${row.dataset.case}/open`, {
        method: "POST",
        headers: csrf ? { [csrf.dataset.header]: csrf.content } : {},
      });
      const body = await answer.json();
      if (!answer.ok) {
        throw new Error(body.detail);
      }
      if (page) {
        page.location = body.viewer;
      } else {
        location.href = body.weasis;
      }
    } catch (problem) {
      page?.close();
      radhub.say(problem instanceof TypeError ? document.body.dataset.failed : problem.message);
    }
  }

  function askToRelease(row) {
    release.querySelector("form").action = `/cases/${row.dataset.case}/release`;
    release.querySelector("[data-release-name]").textContent = row.dataset.name;
    release.showModal();
  }

  const keys = {
    j: () => move(1),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
    Enter: (row) => row.querySelector(".row-open").click(),
    o: (row) => openImages(row, "viewer"),
    w: (row) => openImages(row, "weasis"),
    r: askToRelease,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key === "?") {
      document.getElementById("keys").showModal();
      return;
    }
    const elsewhere = event.target.closest("a, button, input, textarea, select");
    if (event.key === "Enter" && elsewhere) {
      return;
    }
    const row = current();
    const act = keys[event.key];
    if (act && row) {
      event.preventDefault();
      act(row);
    }
  });

  list.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-case]");
    if (row) {
      select(row, false);
    }
  });
  list.addEventListener("dblclick", (event) => {
    event.target.closest("tr[data-case]")?.querySelector(".row-open").click();
  });
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr[data-case]");
    if (row) {
      select(row, false);
    }
  });
  list.addEventListener("htmx:afterSwap", reselect);
  reselect();
})();
