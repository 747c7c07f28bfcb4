import { markup, type Markup } from './markup.ts'

export type Cell = Markup | string
export type Column = { name: string; note?: string; numeric?: boolean }

/** A table whose rows become cards on a narrow screen, each cell with its column's name. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Markup {
  const kind = ({ numeric }: Column): string => (numeric === true ? 'numeric' : '')
  const head = columns.map(
    (column) =>
      markup`<th role="columnheader" scope="col" class="${kind(column)}">${column.name}${
        column.note === undefined ? '' : markup` <span class="note">${column.note}</span>`
      }</th>`,
  )
  const body = rows.map((cells) => {
    const row = cells.map((cell, at) => {
      const column = columns[at] ?? { name: '' }
      const content = markup`<span class="head" aria-hidden="true">${column.name}</span><span>${cell}</span>`
      return at === 0
        ? markup`<th role="rowheader" scope="row">${content}</th>`
        : markup`<td role="cell" class="${kind(column)}">${content}</td>`
    })
    return markup`<tr role="row">${row}</tr>\n`
  })
  return markup`<table role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">
${body}</tbody></table>`
}
