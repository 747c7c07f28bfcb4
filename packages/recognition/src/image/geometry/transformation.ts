import type { Transformation } from '../model.ts'
import type { Affine } from './model.ts'

/** The change of the picture in a map in pixels from the reference to the query. */
export function changeOf({ a, b, d, e }: Affine): Omit<Transformation, 'shown' | 'covers'> {
  const area = a * e - b * d
  // Mirroring left and right first and then applying this is the same map.
  const [across, down] = area < 0 ? [-a, -d] : [a, d]
  // The rotation nearest to the map, and the difference of its two scales.
  const sum = Math.hypot(across + e, down - b) / 2
  const difference = Math.hypot(across - e, down + b) / 2
  return {
    mirrored: area < 0,
    turned: (Math.atan2(down - b, across + e) * 180) / Math.PI,
    scale: Math.sqrt(Math.abs(area)),
    stretched: (sum + difference) / Math.max(sum - difference, 1e-9),
  }
}
