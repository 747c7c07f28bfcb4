import { openPages, type Style } from './pages.ts'

const ink = '#1c2430'
const heading: Style = { size: 16, colour: ink, after: 8 }
const body: Style = { size: 10, colour: ink }
/** Of a space at the beginning of a line, in points. */
const space = 5

/** A title and paragraphs as a PDF, in every script of the report; the lines of a paragraph stay lines. */
export async function plainDocument(content: {
  title: string
  author: string
  paragraphs: readonly string[]
  at: Date
  /** Printed at the foot of each page beside title and author. */
  note?: string
}): Promise<Buffer> {
  const { title, author, paragraphs, at, note } = content
  const footer = [title, author, note].filter((part) => part !== undefined).join(' · ')
  const pages = await openPages({ title, author, footer, at })
  pages.paragraph(title, heading)
  for (const text of paragraphs) {
    const lines = text.split('\n')
    for (const [place, line] of lines.entries()) {
      const indent = space * (line.length - line.trimStart().length)
      const isLast = place === lines.length - 1
      pages.paragraph(line, {
        ...body,
        indent: Math.min(indent, 100),
        ...(!isLast && { after: 0 }),
      })
    }
  }
  return pages.finish()
}
