// Tells the page that opened this window (or holds it in a frame) how the visit ended, as publisher.js expects: a string of JSON.
const opener = window.opener ?? (window.parent === window ? null : window.parent);
opener?.postMessage(document.getElementById("told").dataset.message, "*");
