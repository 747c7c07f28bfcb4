/** Angles of four vectors in radians, from -π to π, right to 2e-6. */
@inline
export function angles(y: v128, x: v128): v128 {
  const ax = f32x4.abs(x)
  const ay = f32x4.abs(y)
  const large = f32x4.max(ax, ay)
  const t = f32x4.div(f32x4.min(ax, ay), f32x4.max(large, f32x4.splat(1e-20)))
  const s = f32x4.mul(t, t)
  // Minimax polynomial of atan(t)/t over t² in [0, 1].
  let p = f32x4.splat(-0.0117212)
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(0.05265332))
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-0.11643287))
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(0.19354346))
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-0.33262347))
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(0.99997726))
  let angle = f32x4.mul(p, t)
  angle = v128.bitselect(
    f32x4.sub(f32x4.splat(1.5707963267948966), angle),
    angle,
    f32x4.gt(ay, ax),
  )
  angle = v128.bitselect(
    f32x4.sub(f32x4.splat(3.141592653589793), angle),
    angle,
    f32x4.lt(x, f32x4.splat(0)),
  )
  return v128.bitselect(f32x4.neg(angle), angle, f32x4.lt(y, f32x4.splat(0)))
}
