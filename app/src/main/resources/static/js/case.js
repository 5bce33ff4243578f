// The case's page: the draft saves itself, and nothing but what is saved can be signed.
(() => {
  "use strict";

  // A page that only shows follows the case by itself; one that somebody writes on never goes away by itself.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "now" && event.detail.target.querySelector("[data-moved]")) {
      const writing = document.getElementById("editor") || document.querySelector("dialog[open]");
      if (!writing) {
        location.reload();
      }
    }
  });

  // A series without a picture (a report, a waveform) has an empty place instead of a broken one.
  const without = (picture) => {
    const place = document.createElement("span");
    place.className = `${picture.className} thumb-none`;
    picture.replaceWith(place);
  };
  for (const picture of document.querySelectorAll("img.thumb")) {
    if (picture.complete && picture.naturalWidth === 0 && picture.currentSrc) {
      without(picture);
    }
    picture.addEventListener("error", () => without(picture), { once: true });
  }

  const editor = document.getElementById("editor");
  if (!editor) {
    return;
  }

  const PAUSE = 1200;
  const RETRY = 4000;
  const fields = {
    findings: document.getElementById("findings"),
    impression: document.getElementById("impression"),
    critical: document.getElementById("critical"),
  };
  const state = document.getElementById("draft-state");
  const choice = document.getElementById("draft-choice");
  const words = editor.dataset;

  let revision = words.revision;
  let saved = JSON.stringify(content());
  let timer = null;
  let running = null;
  let stopped = false;

  function content() {
    return {
      findings: fields.findings.value,
      impression: fields.impression.value,
      critical: fields.critical.checked,
    };
  }

  const dirty = () => JSON.stringify(content()) !== saved;

  function tell(text, bad) {
    state.textContent = text;
    state.classList.toggle("late", Boolean(bad));
  }

  const csrf = () => document.querySelector('meta[name="csrf"]');

  // Signing in again in another window gives a new token: the page fetches it instead of losing the text.
  async function renewToken() {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (new URL(answer.url).pathname.endsWith("/login")) {
      return "signed out";
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector('meta[name="csrf"]');
    if (!fresh || !csrf()) {
      return "nothing new";
    }
    csrf().content = fresh.content;
    for (const field of document.querySelectorAll('input[name="_csrf"]')) {
      field.value = fresh.content;
    }
    return "renewed";
  }

  function put(body, overwrite) {
    const headers = { "Content-Type": "application/json", Accept: "application/json, application/problem+json" };
    if (!overwrite) {
      headers["If-Match"] = `"${revision}"`;
    }
    if (csrf()) {
      headers[csrf().dataset.header] = csrf().content;
    }
    return fetch(words.draft, { method: "PUT", headers, body });
  }

  // One save at a time; true when all that is on the screen is saved.
  async function save(overwrite) {
    clearTimeout(timer);
    while (running) {
      await running;
    }
    if (!overwrite && !dirty()) {
      return true;
    }
    if (stopped && !overwrite) {
      return false;
    }
    running = send(overwrite);
    const done = await running;
    running = null;
    return done && (!dirty() || save(false));
  }

  async function send(overwrite) {
    const body = JSON.stringify(content());
    tell(words.saving);
    try {
      let answer = await put(body, overwrite);
      if (answer.status === 401 || answer.status === 403) {
        const token = await renewToken();
        if (token === "signed out") {
          return later(words.expired);
        }
        if (token === "renewed") {
          answer = await put(body, overwrite);
        }
      }
      if (answer.ok) {
        revision = (answer.headers.get("ETag") ?? "").replace(/^W\//, "").replaceAll('"', "");
        saved = body;
        stopped = false;
        choice.hidden = true;
        // The region's time, as all of the page shows it: the browser may be set to another zone.
        const { savedAt } = await answer.json();
        tell(words.saved.replace("{0}", savedAt.slice(11, 19)));
        return true;
      }
      return await refused(answer);
    } catch {
      return later(words.offline);
    }
  }

  function later(text) {
    tell(text, true);
    clearTimeout(timer);
    timer = setTimeout(() => save(), RETRY);
    return false;
  }

  async function refused(answer) {
    if (answer.status >= 500) {
      return later(words.offline);
    }
    stopped = true;
    if (answer.status === 409 || answer.status === 412) {
      choice.hidden = false;
      tell(words.conflict, true);
      return false;
    }
    const problem = await answer.json().catch(() => ({}));
    tell(problem.detail ?? words.offline, true);
    return false;
  }

  for (const field of Object.values(fields)) {
    field.addEventListener("input", () => {
      if (stopped) {
        return;
      }
      tell(words.unsaved);
      clearTimeout(timer);
      timer = setTimeout(() => save(), PAUSE);
    });
    field.addEventListener("blur", () => save());
  }

  // A starting text fills what is empty, and is put behind what is written: nothing is taken away.
  document.getElementById("starting-text")?.addEventListener("change", (event) => {
    const text = event.target.selectedOptions[0].dataset;
    for (const name of ["findings", "impression"]) {
      const written = fields[name].value.trimEnd();
      fields[name].value = written ? `${written}\n\n${text[name] ?? ""}`.trimEnd() : (text[name] ?? "");
    }
    event.target.value = "";
    fields.findings.focus();
    fields.findings.dispatchEvent(new Event("input"));
  });

  choice.querySelector("[data-draft-load]").addEventListener("click", () => {
    saved = JSON.stringify(content());
    location.reload();
  });
  choice.querySelector("[data-draft-keep]").addEventListener("click", () => save(true));

  addEventListener("beforeunload", (event) => {
    if (dirty()) {
      event.preventDefault();
    }
  });

  // --- Giving and signing: first the save, then the question.
  const signing = document.getElementById("sign-dialog");

  document.getElementById("sign").addEventListener("click", async () => {
    if (!(await save())) {
      return;
    }
    signing.querySelector('[name="revision"]').value = revision;
    document.getElementById("sign-impression").textContent = fields.impression.value;
    document.getElementById("sign-critical").hidden = !fields.critical.checked;
    signing.querySelector(".form-error").textContent = "";
    signing.showModal();
    document.getElementById("sign-password").value = "";
    document.getElementById("sign-password").focus();
  });

  editor.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await save()) {
      editor.submit();
    }
  });
})();
