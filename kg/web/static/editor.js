// The editor of YASGUI in place of the plain field: highlighting, and completion of our own words.
"use strict";
(async () => {
  const field = document.getElementById("query");
  if (!field || !window.Yasgui) return;
  const { Yasqe } = window.Yasgui;
  const words = await (await fetch("/query/terms")).json();
  const place = document.createElement("div");
  place.className = "editor";
  field.after(place);
  // Its own completers ask servers elsewhere; none of them is kept.
  Yasqe.defaults.autocompleters.splice(0);
  const inPrologue = (yasqe) => /^\s*prefix\s+\S*$/i.test(
    yasqe.getDoc().getLine(yasqe.getDoc().getCursor().line));
  const completer = (name, list) => ({
    name,
    bulk: true,
    autoShow: false,
    persistenceId: null,
    get: async () => list,
    isValidCompletionPosition: (yasqe) => !inPrologue(yasqe) && !yasqe.getCompleteToken().string.startsWith("?"),
    preProcessToken: (_, token) => token,
    postProcessToken: (_, token, suggested) => suggested,
  });
  const prefixes = Object.entries(words.prefixes).map(([name, iri]) => `${name}: <${iri}>`);
  Yasqe.registerAutocompleter({
    ...completer("kg-prefixes", prefixes),
    isValidCompletionPosition: inPrologue,
  }, true);
  Yasqe.registerAutocompleter(completer("kg-words", [...words.classes, ...words.properties]), true);
  const editor = new Yasqe(place, {
    value: field.value,
    persistenceId: null,
    showQueryButton: false,
    resizeable: true,
    autocompleters: ["kg-prefixes", "kg-words"],
    createShareableLink: null,
    requestConfig: { endpoint: "/sparql" },
  });
  editor.getInputField().setAttribute("aria-label", "SPARQL query");
  field.hidden = true;
  field.form.addEventListener("submit", () => { field.value = editor.getValue(); });
  editor.on("change", () => { field.value = editor.getValue(); });
  editor.setOption("extraKeys", {
    ...editor.getOption("extraKeys"),
    "Ctrl-Enter": () => field.form.requestSubmit(),
    "Cmd-Enter": () => field.form.requestSubmit(),
    Esc: (yasqe) => yasqe.getInputField().blur(),
  });
  // A known prefix is declared as soon as it is used, so that the query works elsewhere too.
  const declare = () => {
    const text = editor.getValue();
    const declared = editor.getPrefixesFromQuery();
    const missing = Object.entries(words.prefixes).filter(
      ([name]) => !(name in declared) && new RegExp(`(^|[^\\w:])${name}:\\w`, "m").test(text));
    if (missing.length) editor.addPrefixes(Object.fromEntries(missing));
  };
  declare();
  editor.on("blur", declare);
  document.documentElement.dataset.editor = "yasgui";
})();
