import type { ImageChanges } from '#contract'
import type { Transformation } from '../model.ts'

/** A map knows no finer: degrees, and shares of a length or an area. */
const leastTurn = 1.5
const leastScale = 0.05
const leastStretch = 0.06
const leastCropped = 0.05
const leastBeside = 0.1

/** The changes of a picture for readers; empty if it is whole and unchanged. */
export function changesOf(transformation: Transformation): ImageChanges {
  const { mirrored, turned, scale, stretched, shown, covers } = transformation
  return {
    ...(mirrored && { mirrored }),
    ...(Math.abs(turned) >= leastTurn && { turned: turnOf(turned) }),
    ...(stretched >= 1 + leastStretch && { stretched: percent(stretched - 1) }),
    ...(Math.abs(scale - 1) >= leastScale && { scaled: percent(scale) }),
    ...(shown <= 1 - leastCropped && { cropped: percent(shown) }),
    ...(covers <= 1 - leastBeside && { covers: percent(covers) }),
  }
}

/** A half turn is one, whichever way round. */
function turnOf(degrees: number): number {
  const whole = Math.sign(degrees) * Math.round(Math.abs(degrees))
  return whole === -180 ? 180 : whole
}

/** Of little a tenth is read too. */
function percent(share: number): number {
  return Number((share * 100).toFixed(share < 0.1 ? 1 : 0))
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
