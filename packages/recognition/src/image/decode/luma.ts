// The weights of ITU-R BT.601, as used by PDQ, in 65,536ths.
const [red, green, blue] = [19_595, 38_470, 7_471]

/** Luma of pixels that have one channel, or red, green and blue first. */
export function lumaOf(pixels: Uint8Array, channels: number): Uint8Array {
  const luma = new Uint8Array(pixels.length / channels)
  if (channels < 3) {
    for (let at = 0; at < luma.length; at++) luma[at] = pixels[at * channels] ?? 0
    return luma
  }
  let from = 0
  for (let at = 0; at < luma.length; at++) {
    const sum =
      red * (pixels[from] ?? 0) + green * (pixels[from + 1] ?? 0) + blue * (pixels[from + 2] ?? 0)
    luma[at] = (sum + 32_768) >> 16
    from += channels
  }
  return luma
}

/** Red, green and blue of pixels that have one channel, or these three first. */
export function coloursOf(pixels: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return pixels
  const colours = new Uint8Array((pixels.length / channels) * 3)
  const apart = channels > 3 ? 1 : 0
  for (let at = 0, from = 0; at < colours.length; at += 3, from += channels)
    for (let channel = 0; channel < 3; channel++)
      colours[at + channel] = pixels[from + channel * apart] ?? 0
  return colours
}
