"use strict";
// Every text of an article is set as text, never as markup.
const $ = (id) => document.getElementById(id);
const STAGES = {
  choose: "Choosing the models", segment: "Finding sentences", read_numbers: "Reading the numbers",
  translate: "Translating", check_translation: "Checking the numbers", guard: "Checking the wording",
  repair: "Repairing", doubt: "Estimating the quality", summarize: "Summarizing",
  check_summary: "Checking the summary", guard_summary: "Checking the summary", repair_summary: "Repairing the summary",
  ledger: "Writing the ledger",
};
const VERDICTS = {
  ok: "No number error remains; the report says what is doubtful.",
  warning: "Something should be looked at; the report shows what.",
  error: "Something is wrong; the report shows what.",
};
const ENDED = ["done", "failed", "cancelled"];
let stream = null;
let shown = null;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function complain(message) {
  $("problem").textContent = message;
  $("problem").hidden = !message;
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The server does not answer; is it running?");
  }
  const body = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (answer.status === 401 || (answer.status === 403 && path === "/v1/key")) {
    $("key-form").hidden = false;
    $("work").hidden = true;
  }
  if (!answer.ok) throw new Error(body.detail || `The server answered ${answer.status}.`);
  return body;
}

const post = (path, data) =>
  ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(data) });

async function trying(work) {
  complain("");
  try {
    return await work();
  } catch (error) {
    complain(error.message);
    return null;
  }
}

function verdict(job) {
  if (job.state === "done") return job.verdict;
  return job.state;
}

async function list() {
  const { jobs, keep_days: days } = await ask("/v1/articles");
  $("no-jobs").hidden = jobs.length > 0;
  $("kept").hidden = !jobs.length || !days;
  $("kept").textContent = `What is done is deleted after ${days === 1 ? "a day" : `${days} days`}.`;
  const focused = document.activeElement && document.activeElement.dataset.job;
  $("jobs").replaceChildren(...jobs.map((job) => {
    const open = element("button", { type: "button", className: "quiet", dir: "auto", textContent: job.name });
    open.dataset.job = job.id;
    open.addEventListener("click", () => follow(job.id, true));
    const when = new Date(job.created * 1000).toLocaleString();
    return element("li", {}, open, element("strong", { className: verdict(job), textContent: verdict(job) }),
      element("small", { textContent: when }));
  }));
  if (focused) for (const button of $("jobs").querySelectorAll("button")) if (button.dataset.job === focused) button.focus();
  return jobs;
}

function clear() {
  $("status").className = "";
  $("delete").hidden = true;
  $("sentences").replaceChildren();
  $("report").hidden = true;
  $("report").removeAttribute("src");
  $("downloads").hidden = true;
  $("progress").hidden = false;
  $("progress").value = 0;
  $("cancel").hidden = false;
  $("cancel").disabled = false;
}

const address = (id) => `/v1/articles/${encodeURIComponent(id)}`;

async function remove(id, name) {
  if (!confirm(`Delete \u2068${name}\u2069, its translation and its report? They cannot be brought back.`)) return;
  await trying(async () => {
    await ask(address(id), { method: "DELETE" });
    if (shown === id) close();
    await list();
    $("said").textContent = `Deleted: \u2068${name}\u2069`;
    $("jobs-title").focus();
  });
}

function close() {
  if (stream) stream.close();
  shown = null;
  clear();
  $("job").hidden = true;
  history.replaceState(null, "", location.pathname);
}

// Where the server follows no more jobs for anybody, it is asked from time to time.
function poll(id) {
  setTimeout(async () => {
    if (shown !== id) return;
    const job = await trying(() => ask(address(id)));
    if (!job || !ENDED.includes(job.state)) return poll(id);
    end(job);
    trying(list);
  }, 3000);
}

async function follow(id, focus = false) {
  const job = await trying(() => ask(address(id)));
  if (!job) return;
  if (stream) stream.close();
  shown = id;
  history.replaceState(null, "", `#${id}`);
  clear();
  $("job").hidden = false;
  $("job-title").textContent = job.name;
  $("status").textContent = job.state === "waiting" ? "Waiting for the engine" : job.state;
  if (focus) $("job-title").focus();
  if (ENDED.includes(job.state)) return end(job);
  const english = new Map();
  const done = new Set();
  stream = new EventSource(`${address(id)}/events`);
  stream.addEventListener("error", (event) => { if (event.target.readyState === EventSource.CLOSED && event.target === stream) poll(id); });
  stream.addEventListener("stage", (event) => {
    const { stage } = JSON.parse(event.data);
    $("status").textContent = STAGES[stage] || stage;
  });
  stream.addEventListener("source", (event) => {
    const { sentences } = JSON.parse(event.data);
    english.clear();
    $("progress").max = Math.max(1, sentences.length);
    $("sentences").replaceChildren(...sentences.map(([index, text]) => {
      const target = element("p", { lang: "en", className: "waiting", textContent: "…" });
      english.set(index, target);
      return element("div", { className: "pair" }, element("p", { lang: "ar", dir: "rtl", textContent: text }), target);
    }));
  });
  stream.addEventListener("sentence", (event) => {
    const { segment, text } = JSON.parse(event.data);
    const target = english.get(segment);
    if (!target) return;
    target.textContent = text;
    target.className = "";
    done.add(segment);
    $("progress").value = done.size;
  });
  stream.addEventListener("end", (event) => {
    stream.close();
    end(JSON.parse(event.data));
    trying(list);
  });
}

function end(job) {
  $("cancel").hidden = true;
  $("delete").hidden = false;
  $("progress").hidden = true;
  $("status").className = verdict(job);
  if (job.state !== "done") {
    $("status").textContent = job.reason || job.state;
    return;
  }
  $("status").textContent = `Done. Verdict: ${job.verdict}. ${VERDICTS[job.verdict] || ""}`;
  const base = address(job.id);
  const links = [["html", "Report"], ["en.txt", "Translation"], ["summary.txt", "Summary"], ["docx", "Bilingual table (Word)"], ["tmx", "Translation memory (TMX)"], ["json", "Everything (JSON)"]];
  $("downloads").replaceChildren(...links.map(([name, label]) => element("a", { href: `${base}/${name}`, textContent: label })));
  $("downloads").hidden = false;
  $("sentences").replaceChildren();
  $("report").src = `${base}/html`;
  $("report").hidden = false;
}

async function send(files) {
  const body = new FormData();
  for (const file of files) body.append("file", file);
  return ask("/v1/files", { method: "POST", body });
}

async function submit(files) {
  $("translate").disabled = true;
  $("refused").replaceChildren();
  await trying(async () => {
    const jobs = [];
    const text = $("text").value;
    if (files.length) {
      const answer = await send(files);
      jobs.push(...answer.jobs);
      $("refused").replaceChildren(...answer.refused.map((item) => element("li", { textContent: item.reason })));
      $("files").value = "";
    } else if (text.trim()) {
      const name = text.trim().split(/\n/)[0].slice(0, 60);
      jobs.push(await post("/v1/articles", { text, name }));
      $("text").value = "";
    } else {
      complain("Paste an article, or choose files.");
    }
    await list();
    if (jobs.length) await follow(jobs[0].id, true);
  });
  $("translate").disabled = false;
}

function table(findings) {
  const head = ["Severity", "Arabic", "English", "Finding"].map((name) => element("th", { scope: "col", textContent: name }));
  const rows = findings.map((item) => element("tr", {},
    element("td", { className: item.severity, textContent: item.severity }),
    element("td", { lang: "ar", dir: "auto", textContent: item.source ? item.source.text : "" }),
    element("td", { textContent: item.target ? item.target.text : "" }),
    element("td", { dir: "auto", textContent: item.message })));
  return element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
}

$("translate-form").addEventListener("submit", (event) => {
  event.preventDefault();
  submit([...$("files").files]);
});
$("check-form").addEventListener("submit", (event) => {
  event.preventDefault();
  trying(async () => {
    const found = await post("/v1/check", { source: $("source").value, target: $("target").value });
    const said = found.ok ? "No number error." : "There is a number error.";
    const line = element("p", { className: found.ok ? "ok" : "error", textContent: `${said} Numbers that agree: ${found.matched.length}.` });
    $("check-result").replaceChildren(line, ...(found.findings.length ? [table(found.findings)] : []));
  });
});
$("cancel").addEventListener("click", () => {
  $("cancel").disabled = true;
  trying(() => ask(`${address(shown)}/cancel`, { method: "POST" })).then(() => trying(list));
});
$("delete").addEventListener("click", () => remove(shown, $("job-title").textContent));
$("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  trying(async () => {
    await post("/v1/key", { key: $("key").value });
    $("key").value = "";
    $("key-form").hidden = true;
    $("work").hidden = false;
    await list();
  });
});
for (const name of ["dragover", "dragenter"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); $("drop").classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); $("drop").classList.remove("over"); });
}
document.addEventListener("drop", (event) => { if (event.dataTransfer.files.length) submit([...event.dataTransfer.files]); });
trying(list).then(() => { if (/^#[\w-]+$/.test(location.hash)) follow(location.hash.slice(1)); });
setInterval(() => { if (!$("work").hidden) list().catch(() => {}); }, 5000);
