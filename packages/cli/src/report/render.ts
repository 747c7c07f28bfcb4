import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ReportData } from './model.ts'

// In load order: a file may use the ones before it.
const clientFiles = [
  'hidden-characters.js',
  'marks.js',
  'waterfall.js',
  'wording.js',
  'elements.js',
  'view-state.js',
  'chart.js',
  'field-text.js',
  'overview.js',
  'panel.js',
  'table.js',
  'main.js',
]

const styleFiles = ['theme.css', 'head.css', 'list.css', 'panel.css', 'print.css']

function clientFile(name: string): string {
  return readFileSync(new URL(`./client/${name}`, import.meta.url), 'utf8')
}

/** The page's script: the client's modules joined, without imports and exports. */
export function clientScript(files: readonly string[] = clientFiles): string {
  const body = files
    .map((name) =>
      clientFile(name)
        .replaceAll(/^import \{[^{}]*\} from '\.\/[\w-]+\.js'\n/gm, '')
        .replaceAll(/^export (?=function|const|class)/gm, ''),
    )
    .join('\n')
  if (/<\/script|<!--/i.test(body)) throw new Error('The client script would end its own element.')
  return body
}

function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A self-contained HTML file that opens from disk and runs only its own script. */
export function renderReport(data: ReportData): string {
  const style = styleFiles.map(clientFile).join('\n')
  const script = `(() => {\n'use strict'\n${clientScript()}\n})()`
  const policy = [
    `default-src 'none'`,
    `img-src data:`,
    `style-src ${sourceHash(style)}`,
    `script-src ${sourceHash(script)}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  const parts: Record<string, string> = {
    policy,
    title: escapeHtml(data.title),
    style: `<style>${style}</style>`,
    data: `<script type="application/json" id="data">${json}</script>`,
    script: `<script>${script}</script>`,
  }
  // The template marks whole elements with comments, since white space inside them would change the hashes.
  return clientFile('page.html').replaceAll(
    /<!-- %(style|data|script)% -->|%(policy|title)%/g,
    (_, inComment: string | undefined, plain: string) => parts[inComment ?? plain] ?? '',
  )
}

/** The report's content security policy, from its own head, for servers that send it as a header. */
export function contentSecurityPolicy(html: string): string {
  const stated = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(
    html.slice(0, 4096),
  )
  return stated?.[1] ?? `default-src 'none'`
}
