import { inflateSync } from 'node:zlib'

/** The texts attached to the drawn content (ActualText), from the compressed content of all pages. */
export function pdfTexts(pdf: Buffer): string {
  const texts: string[] = []
  for (let at = pdf.indexOf('stream\n'); at !== -1; at = pdf.indexOf('stream\n', at + 1)) {
    const end = pdf.indexOf('\nendstream', at)
    let content: string
    try {
      content = inflateSync(pdf.subarray(at + 7, end)).toString('latin1')
    } catch {
      continue
    }
    for (const [, text = ''] of content.matchAll(/\/ActualText \(((?:\\[^]|[^\\)])*)\)/g)) {
      texts.push(
        decoded(
          text.replaceAll(
            /\\([^])/g,
            (_, escaped: string) =>
              ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })[escaped] ?? escaped,
          ),
        ),
      )
    }
  }
  return texts.join('\n')
}

function decoded(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  return bytes[0] === 0xfe && bytes[1] === 0xff
    ? bytes.subarray(2).swap16().toString('utf16le')
    : text
}
