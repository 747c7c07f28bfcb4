import sharp from 'sharp'

/** A picture full of shapes, like no other of another seed: 640 × 480 pixels, as JPEG. */
export async function photograph(seed: number): Promise<Buffer> {
  let state = (seed * 2_654_435_761) >>> 0
  const next = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 2 ** 32) * most
  }
  const colour = (): string => `rgb(${[next(255), next(255), next(255)].map(Math.round).join()})`
  const shapes = Array.from({ length: 140 }, (_, at) => {
    const [x, y, size] = [next(640), next(480), 12 + next(70)]
    const turn = `rotate(${next(180)} ${x} ${y})`
    return at % 3 === 0
      ? `<ellipse cx="${x}" cy="${y}" rx="${size}" ry="${size / 2}" fill="${colour()}" transform="${turn}"/>`
      : `<rect x="${x}" y="${y}" width="${size}" height="${size * (0.4 + next(1))}" fill="${colour()}" transform="${turn}"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="${colour()}"/>${shapes.join('')}</svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 90 }).toBuffer()
}

/** The same picture as a thief edits it: cropped, mirrored, made smaller and saved anew. */
export async function copyOf(bytes: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(bytes).metadata()
  const part = (of: number, share: number): number => Math.round(of * share)
  return sharp(bytes)
    .extract({
      left: part(width, 0.09),
      top: part(height, 0.08),
      width: part(width, 0.78),
      height: part(height, 0.83),
    })
    .flop()
    .resize(400)
    .jpeg({ quality: 70 })
    .toBuffer()
}
