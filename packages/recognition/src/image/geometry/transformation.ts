import type { Transformation } from '../model.ts'
import type { Affine } from './model.ts'

/** What a map in pixels, from the reference to the query, does to the picture. */
export function changeOf({ a, b, d, e }: Affine): Omit<Transformation, 'shown' | 'covers'> {
  const area = a * e - b * d
  // What mirrors left and right first and then does this is the same map.
  const [across, down] = area < 0 ? [-a, -d] : [a, d]
  // The turn nearest to the map, and how far its two stretches lie apart.
  const sum = Math.hypot(across + e, down - b) / 2
  const difference = Math.hypot(across - e, down + b) / 2
  return {
    mirrored: area < 0,
    turned: (Math.atan2(down - b, across + e) * 180) / Math.PI,
    scale: Math.sqrt(Math.abs(area)),
    stretched: (sum + difference) / Math.max(sum - difference, 1e-9),
  }
}
