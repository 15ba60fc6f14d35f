// Shows the form of a question as soon as it is chosen, and sends a query with Ctrl+Enter.
"use strict";
const chosen = document.getElementById("name");
const go = document.getElementById("choose");
if (go) go.hidden = true;
chosen.addEventListener("change", () => chosen.form.submit());

const field = document.getElementById("query");
field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form.requestSubmit();
});
