/** Lines of two texts, in the order of both. */
export type TextPart = { kind: 'same' | 'removed' | 'added'; lines: string[] }

export type TextDifference = {
  parts: TextPart[]
  /** False if the texts differ in more places than are searched: then whole blocks are compared. */
  fine: boolean
}

/** Most insertions and removals to find; the work grows with their number times the lines. */
const mostEdits = 2000

/** The non-empty lines of a text, with white space collapsed. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
}

/**
 * The fewest lines to remove and add to turn one text into the other (Myers, An O(ND) Difference Algorithm, 1986). A
 * common start and end are split off first.
 */
export function differenceOf(
  before: readonly string[],
  after: readonly string[],
  edits = mostEdits,
): TextDifference {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  const most = Math.min(before.length, after.length) - head
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const old = before.slice(head, before.length - tail)
  const fresh = after.slice(head, after.length - tail)
  const steps = script(old, fresh, edits)
  const parts = new Parts()
  parts.add('same', before.slice(0, head))
  for (const { kind, line } of steps ?? wholly(old, fresh)) parts.add(kind, [line])
  parts.add('same', before.slice(before.length - tail))
  return { parts: parts.all, fine: steps !== undefined }
}

type Step = { kind: TextPart['kind']; line: string }

class Parts {
  readonly all: TextPart[] = []

  add(kind: TextPart['kind'], lines: readonly string[]): void {
    if (lines.length === 0) return
    const last = this.all.at(-1)
    if (last?.kind === kind) last.lines.push(...lines)
    else this.all.push({ kind, lines: [...lines] })
  }
}

function wholly(before: readonly string[], after: readonly string[]): Step[] {
  return [
    ...before.map((line) => ({ kind: 'removed', line }) as const),
    ...after.map((line) => ({ kind: 'added', line }) as const),
  ]
}

/** The furthest point on each diagonal for each number of edits, then the path back. Undefined beyond the limit. */
function script(
  before: readonly string[],
  after: readonly string[],
  edits: number,
): Step[] | undefined {
  const most = Math.min(edits, before.length + after.length)
  const reach = new Int32Array(2 * most + 3)
  const middle = most + 1
  const at = (diagonal: number): number => reach[middle + diagonal] ?? 0
  const trail: Int32Array[] = []
  for (let count = 0; count <= most; count++) {
    trail.push(reach.slice(middle - count - 1, middle + count + 2))
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      const down =
        diagonal === -count || (diagonal !== count && at(diagonal - 1) < at(diagonal + 1))
      let x = down ? at(diagonal + 1) : at(diagonal - 1) + 1
      while (
        x < before.length &&
        x - diagonal < after.length &&
        before[x] === after[x - diagonal]
      ) {
        x++
      }
      reach[middle + diagonal] = x
      if (x >= before.length && x - diagonal >= after.length) return back(before, after, trail)
    }
  }
  return undefined
}

function back(
  before: readonly string[],
  after: readonly string[],
  trail: readonly Int32Array[],
): Step[] {
  const steps: Step[] = []
  let [x, y] = [before.length, after.length]
  const same = (): void => void steps.push({ kind: 'same', line: before[--x] ?? '' })
  for (let count = trail.length - 1; count > 0; count--) {
    const reach = (diagonal: number): number => trail[count]?.[diagonal + count + 1] ?? 0
    const diagonal = x - y
    const down =
      diagonal === -count || (diagonal !== count && reach(diagonal - 1) < reach(diagonal + 1))
    const from = down ? reach(diagonal + 1) : reach(diagonal - 1)
    const start = down ? from : from + 1
    while (x > start) {
      same()
      y--
    }
    if (down) steps.push({ kind: 'added', line: after[--y] ?? '' })
    else steps.push({ kind: 'removed', line: before[--x] ?? '' })
  }
  while (x > 0) same()
  return steps.reverse()
}
