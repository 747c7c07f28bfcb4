import sharp from 'sharp'
import { between, pickOne } from '../images/edits/edit-context.ts'
import type { Random } from '../random.ts'
import type { Language } from './texts.ts'

/** How hard a text is to read: on white, over a photo, or small, tilted, see-through and recompressed over one. */
export const styles = ['clean', 'photo', 'hard'] as const
export type Style = (typeof styles)[number]

const side = 800
const fonts: Readonly<Record<Language, readonly [string, ...string[]]>> = {
  English: ['DejaVu Sans', 'DejaVu Serif', 'Noto Sans', 'Noto Serif'],
  Chinese: ['Noto Sans CJK SC', 'Noto Serif CJK SC', 'WenQuanYi Zen Hei'],
  Indonesian: ['DejaVu Sans', 'DejaVu Serif', 'Noto Sans', 'Noto Serif'],
}

type Wording = { language: Language; lines: readonly string[]; style: Style }

/** A listing picture with lines of text on it, as JPEG. */
export async function pictureWithText(
  photo: string,
  { language, lines, style }: Wording,
  random: Random,
): Promise<Buffer> {
  const hard = style === 'hard'
  const size = hard ? 24 : Math.round(between(random, 30, 42))
  const font = pickOne(random, fonts[language])
  const weight = pickOne(random, ['normal', 'bold'])
  const colour =
    style === 'clean'
      ? pickOne(random, ['#111', '#a11', '#124'])
      : pickOne(random, ['#fff', '#ff0', '#f33', '#0ff'])
  const outline = style === 'clean' ? '' : 'stroke="#000" stroke-width="3" paint-order="stroke"'
  const words = lines.map((line, index) => {
    const y = Math.round(((index + 0.6) * side) / lines.length)
    const turn = hard ? between(random, -10, 10) : 0
    return `<text x="60" y="${y}" font-size="${size}" font-family="${font}" font-weight="${weight}" fill="${colour}" ${outline} opacity="${hard ? 0.75 : 1}" transform="rotate(${turn} 400 ${y})">${escaped(line)}</text>`
  })
  const ground =
    style === 'clean'
      ? sharp({ create: { width: side, height: side, channels: 3, background: '#fff' } })
      : sharp(photo).autoOrient().resize(side, side, { fit: 'cover' })
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">${words.join('')}</svg>`
  return ground
    .composite([{ input: Buffer.from(drawing) }])
    .jpeg({ quality: hard ? 60 : 85 })
    .toBuffer()
}

/** A photo of 800 points a side with a code stuck on it, `size` points high, as JPEG. */
export async function pictureWithCode(
  photo: string,
  { svg, size, turn, quality }: { svg: string; size: number; turn: number; quality: number },
  random: Random,
): Promise<Buffer> {
  const code = await sharp(Buffer.from(svg), { density: 600 })
    .flatten({ background: '#fff' })
    .resize({ height: size })
    .rotate(turn, { background: '#fff' })
    .toBuffer({ resolveWithObject: true })
  const left = Math.round(between(random, 0, side - code.info.width))
  const top = Math.round(between(random, 0, side - code.info.height))
  return sharp(photo)
    .autoOrient()
    .resize(side, side, { fit: 'cover' })
    .composite([{ input: code.data, left, top }])
    .jpeg({ quality })
    .toBuffer()
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
