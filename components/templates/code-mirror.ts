import { autocompletion, type CompletionContext, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completionsAt, templateNames } from "./names";

/**
 * All of CodeMirror that we use, in one module that is loaded after the page is there. Tab leaves the editor, as
 * everywhere on the page; Ctrl-] and Ctrl-[ indent.
 */

/** Something to show at a line, counted from 1. */
export interface LineMark {
  readonly line: number;
  readonly level: "error" | "warn" | "info";
  readonly message: string;
}

export interface Editor {
  text(): string;
  setText(text: string): void;
  mark(marks: readonly LineMark[]): void;
  /** Scrolls to the line and puts the cursor there. */
  goTo(line: number): void;
  destroy(): void;
}

interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly describedBy?: string;
  readonly readOnly?: boolean;
  readonly onChange?: (text: string) => void;
}

export function createEditor({ parent, text, label, describedBy, readOnly = false, onChange }: EditorOptions): Editor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        ...reading(text),
        EditorView.contentAttributes.of({
          "aria-label": label,
          ...(describedBy && { "aria-describedby": describedBy }),
          spellcheck: "false",
          // An editable element can be focused without this; axe counts only what says so.
          tabindex: "0",
        }),
        ...(readOnly
          ? [EditorState.readOnly.of(true)]
          : [
              history(),
              drawSelection(),
              indentOnInput(),
              closeBrackets(),
              highlightActiveLine(),
              highlightActiveLineGutter(),
              lintGutter(),
              autocompletion({ override: [complete], icons: false }),
              keymap.of([...completionKeymap, ...historyKeymap, ...lintKeymap]),
            ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange?.(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    setText: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    mark(marks) {
      const { doc } = view.state;
      const found = marks.map((mark): Diagnostic => {
        const line = doc.line(Math.min(Math.max(mark.line, 1), doc.lines));
        const blank = line.text.length - line.text.trimStart().length;
        return {
          from: line.from + blank,
          to: line.to,
          severity: mark.level === "warn" ? "warning" : mark.level,
          message: mark.message,
        };
      });
      view.dispatch(setDiagnostics(view.state, found));
    },
    goTo(number) {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      view.dispatch({
        selection: { anchor: line.from },
        effects: EditorView.scrollIntoView(line.from, { y: "center" }),
      });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

/** Two texts beside each other, or one with its changes in place; unchanged stretches are folded. */
export function createDiff(
  parent: HTMLElement,
  before: { readonly text: string; readonly label: string },
  after: { readonly text: string; readonly label: string },
  split: boolean,
): { destroy(): void } {
  const side = ({ text, label }: { text: string; label: string }): Extension[] => [
    ...reading(text),
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
  ];
  const collapseUnchanged = { margin: 3, minSize: 6 };
  if (split) {
    return new MergeView({
      parent,
      a: { doc: before.text, extensions: side(before) },
      b: { doc: after.text, extensions: side(after) },
      collapseUnchanged,
      gutter: true,
    });
  }
  return new EditorView({
    parent,
    doc: after.text,
    extensions: [
      ...side(after),
      unifiedMergeView({ original: before.text, mergeControls: false, collapseUnchanged, gutter: true }),
    ],
  });
}

const reading = (text: string): Extension[] => [
  lineNumbers(),
  foldGutter(),
  bracketMatching(),
  search({ top: true }),
  highlightSelectionMatches(),
  /^\s*\{/.test(text) ? json() : yaml(),
  syntaxHighlighting(colours),
  look,
  keymap.of([...defaultKeymap, ...searchKeymap, ...foldKeymap]),
];

function complete(context: CompletionContext) {
  const line = context.state.doc.lineAt(context.pos);
  const found = completionsAt(line.text.slice(0, context.pos - line.from), templateNames(context.state.doc.toString()));
  if (!found || found.options.length === 0) return null;
  return {
    from: context.pos - found.typed,
    options: found.options.map(({ label, detail }) => ({ label, detail })),
    validFor: /^[A-Za-z0-9:.]*$/,
  };
}

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--acc)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--ink2)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.keyword, tags.labelName], color: "var(--warn)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--ok)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--ink2)" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--panel)", fontSize: "12px", height: "100%" },
  "&.cm-focused": { outline: "2px solid var(--acc)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--bg)", color: "var(--ink3)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accbg) 45%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--accbg)", color: "var(--ink)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--accbg)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--accbg)" },
  ".cm-searchMatch": { backgroundColor: "var(--warnbg)", outline: "1px solid var(--warn)" },
  ".cm-panels": { backgroundColor: "var(--bg)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-tooltip": {
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    maxWidth: "min(520px, 90vw)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--acc)", color: "var(--on-acc)" },
  ".cm-completionDetail": { color: "var(--ink3)", fontStyle: "normal" },
  "li[aria-selected] .cm-completionDetail": { color: "var(--on-acc)" },
  ".cm-diagnostic": { fontFamily: "var(--sans)", padding: "6px 10px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--acc)" },
  ".cm-foldPlaceholder, .cm-collapsedLines": {
    background: "var(--bg)",
    color: "var(--ink2)",
    border: "1px solid var(--line)",
  },
  ".cm-changedLine, .cm-insertedLine": { backgroundColor: "var(--okbg)" },
  ".cm-deletedChunk, &.cm-merge-a .cm-changedLine": { backgroundColor: "var(--badbg)" },
  // Its own marks are glyphs that few fonts have.
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "none" },
  // A line under the words, for a darker ground would take their contrast.
  "&.cm-merge-b .cm-changedText": { background: "none", boxShadow: "inset 0 -2px 0 var(--ok)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "none",
    boxShadow: "inset 0 -2px 0 var(--bad)",
  },
});
