"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const regionLabel = {question: "question", response: "reasoning", answer: "answer", "": "other"};

function element(tag, className, content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}

function percent(share) {
  const value = 100 * share;
  return (value > 0 && value < 0.1 ? "< 0.1" : value.toFixed(1)) + " %";
}

/* A token with everything invisible spelled out, for lists. */
function visible(token) {
  return token.replace(/\n/g, "⏎").replace(/\t/g, "⇥").replace(/ /g, "␣")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, c => "U+" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0"));
}

/* A token in the running text: blanks and line breaks stay as they are, what does not print is spelled out. */
function fill(span, token) {
  for (const part of token.split(/(\n|\t|[\p{C}\p{Zl}\p{Zp}])/u)) {
    if (part === "\n") {
      span.append(element("span", "mark", "⏎"), "\n");
    } else if (part === "\t") {
      span.append(element("span", "mark", "⇥"), "\t");
    } else if (/^[\p{C}\p{Zl}\p{Zp}]$/u.test(part)) {
      span.append(element("span", "mark", visible(part)));
    } else if (part) {
      span.append(part);
    }
  }
  if (!token) span.append(element("span", "mark", "∅"));
}
