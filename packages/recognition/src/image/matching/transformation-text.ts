import type { Transformation } from '../model.ts'

/** A map knows no finer: degrees, and shares of a length or an area. */
const leastTurn = 1.5
const leastScale = 0.05
const leastStretch = 0.06
const leastCropped = 0.05
const leastBeside = 0.1

/** What was done to a picture, in the words of who looks at it; empty where it is all of it as it was. */
export function editsOf(transformation: Transformation): string {
  const { mirrored, turned, scale, stretched, shown, covers } = transformation
  const degrees = Math.round(Math.abs(turned))
  const clockwise = degrees === 180 ? '' : turned > 0 ? ' clockwise' : ' anticlockwise'
  const edits: [done: boolean, words: string][] = [
    [mirrored, 'mirrored'],
    [Math.abs(turned) >= leastTurn, `turned by ${degrees}°${clockwise}`],
    [stretched >= 1 + leastStretch, `stretched by ${percent(stretched - 1)}`],
    [scale <= 1 - leastScale, `shrunk to ${percent(scale)}`],
    [scale >= 1 + leastScale, `enlarged to ${percent(scale)}`],
    [shown <= 1 - leastCropped, `cropped to ${percent(shown)}`],
    [covers <= 1 - leastBeside, `on ${percent(covers)} of the picture`],
  ]
  return edits.flatMap(([done, words]) => (done ? [words] : [])).join(', ')
}

/** Of little a tenth is told too. */
function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
}

/** To three digits behind the point, which is more than a map knows. */
export function roundedChange(transformation: Transformation): Transformation {
  const { mirrored, turned, scale, stretched, shown, covers } = transformation
  return {
    mirrored,
    // A half turn is one, whichever way round.
    turned: turned <= -179.95 ? 180 : rounded(turned, 10),
    scale: rounded(scale, 1000),
    stretched: rounded(stretched, 1000),
    shown: rounded(Math.min(1, shown), 1000),
    covers: rounded(Math.min(1, covers), 1000),
  }
}

function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps + 0
}
