/** A part of a message: fixed text, the place of an argument, or one of several texts by a count. */
type Piece = string | { argument: string } | { count: string; options: Map<string, Piece[]> }

/** A message of a catalogue, ready to be filled. */
export type Message = readonly Piece[]

/**
 * Compiles an ICU message of arguments and plurals: `{name}`, `{n, plural, one {# day} other {# days}}`.
 * @throws {SyntaxError} if it contains anything else
 */
export function compileMessage(text: string): Message {
  const [pieces, end] = piecesFrom(text, 0, undefined)
  if (end < text.length) throw new SyntaxError(`no part opens before ${text.slice(end)}`)
  return pieces
}

const argument = /\{\s*(\w+)\s*(\}|,\s*plural\s*,)/y
const option = /\s*(=\d+|\w+)\s*\{/y

/** Pieces up to a closing brace, and their end; `#` stands for `count` if there is one. */
function piecesFrom(text: string, from: number, count: string | undefined): [Piece[], number] {
  const pieces: Piece[] = []
  let at = from
  while (at < text.length && text[at] !== '}') {
    if (text[at] === '{') {
      argument.lastIndex = at
      const [whole = '', name = '', rest] = argument.exec(text) ?? []
      if (whole === '') throw new SyntaxError(`no argument is ${text.slice(at)}`)
      at += whole.length
      if (rest === '}') pieces.push({ argument: name })
      else {
        const [options, end] = optionsFrom(text, at, name)
        pieces.push({ count: name, options })
        at = end
      }
    } else if (text[at] === '#' && count !== undefined) {
      pieces.push({ argument: count })
      at++
    } else {
      const end = endOfText(text, at, count !== undefined)
      pieces.push(text.slice(at, end))
      at = end
    }
  }
  return [pieces, at]
}

function endOfText(text: string, from: number, stopsAtCount: boolean): number {
  let at = from
  while (at < text.length && !'{}'.includes(text[at] ?? '') && !(stopsAtCount && text[at] === '#'))
    at++
  return at
}

function optionsFrom(text: string, from: number, count: string): [Map<string, Piece[]>, number] {
  const options = new Map<string, Piece[]>()
  let at = from
  for (;;) {
    option.lastIndex = at
    const [whole = '', name = ''] = option.exec(text) ?? []
    if (whole === '') break
    const [pieces, end] = piecesFrom(text, at + whole.length, count)
    options.set(name, pieces)
    at = end + 1
  }
  if (!options.has('other') || text[at] !== '}')
    throw new SyntaxError(`no plural with "other" ends at ${text.slice(at)}`)
  return [options, at + 1]
}

/** The pieces of a message with the options of its plurals chosen: texts and names of arguments by turns. */
export function chosenPieces(
  message: Message,
  options: { countOf(name: string): number; category(count: number): string },
): readonly (string | { argument: string })[] {
  if (!message.some((piece) => typeof piece === 'object' && 'count' in piece))
    return message as readonly (string | { argument: string })[]
  return message.flatMap((piece) => {
    if (typeof piece === 'string' || 'argument' in piece) return [piece]
    const count = options.countOf(piece.count)
    const chosen =
      piece.options.get(`=${count}`) ??
      piece.options.get(options.category(count)) ??
      piece.options.get('other') ??
      []
    return chosenPieces(chosen, options)
  })
}
