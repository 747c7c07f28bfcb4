import { inflateSync } from 'node:zlib'

/** What the streams of one document may unpack to. */
const mostUnpacked = 64 * 1024 * 1024
const mostStreams = 5000

/**
 * Every name (ISO 32000-2, 7.3.5) in a PDF, those inside packed object streams too, without their slash and with
 * `#xx` undone, so that none hides behind another spelling. It reads more than a viewer would: text that only looks
 * like a name is counted as one. `too-large` where its streams unpack to more than is read, `unread` where objects
 * are packed in a way that is not read here.
 */
export function pdfNames(content: Buffer): Set<string> | 'too-large' | 'unread' {
  const names = new Set<string>()
  let unpacked = 0
  let streams = 0
  addNames(names, content)
  for (const { body, head } of streamsOf(content)) {
    if (++streams > mostStreams) return 'too-large'
    const plain = inflated(body, mostUnpacked - unpacked)
    if (plain === 'too-large') return plain
    if (plain === undefined) {
      if (undone(head).includes('ObjStm')) return 'unread'
      continue
    }
    unpacked += plain.length
    // Of a page's drawing and of a picture's points the names mean nothing; of objects they do.
    if (looksLikeObjects(plain)) addNames(names, plain)
  }
  return names
}

const nameForm = /\/([^\s()<>[\]{}/%]{1,127})/g

function addNames(names: Set<string>, bytes: Buffer): void {
  for (const [, written = ''] of bytes.toString('latin1').matchAll(nameForm)) {
    names.add(undone(written))
  }
}

function undone(written: string): string {
  return written.replace(/#([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

/** What stands between `stream` and `endstream`, where it may be deflated. */
function* streamsOf(content: Buffer): Generator<{ body: Buffer; head: string }> {
  let at = 0
  for (;;) {
    const keyword = content.indexOf('stream', at, 'latin1')
    if (keyword < 0) return
    at = keyword + 6
    if (content.toString('latin1', Math.max(0, keyword - 3), keyword) === 'end') continue
    let from = at
    if (content[from] === 0x0d) from++
    if (content[from] === 0x0a) from++
    const end = content.indexOf('endstream', from, 'latin1')
    const to = end < 0 ? content.length : end
    const begun = Math.max(0, content.lastIndexOf(' obj', keyword, 'latin1'))
    yield { body: content.subarray(from, to), head: content.toString('latin1', begun, keyword) }
    at = to
  }
}

function inflated(body: Buffer, most: number): Buffer | 'too-large' | undefined {
  // The first byte of a zlib stream (RFC 1950): deflate, with a window that exists.
  if (((body[0] ?? 0) & 0x0f) !== 8 || (((body[0] ?? 0) << 8) | (body[1] ?? 0)) % 31 !== 0) {
    return undefined
  }
  if (most <= 0) return 'too-large'
  try {
    return inflateSync(body, { maxOutputLength: most, finishFlush: 2 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : undefined
  }
}

function looksLikeObjects(plain: Buffer): boolean {
  return plain.includes('<<')
}
