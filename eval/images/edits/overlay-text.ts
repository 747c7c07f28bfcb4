import type { Random } from '../../random.ts'
import { between, pickOne } from './edit-context.ts'

/** Invented words such as sellers write on photos. */
const lines = [
  'WhatsApp +00 555 010 7788',
  '1:1 TOP QUALITY',
  '支持专柜验货 原单',
  'FREE SHIPPING WORLDWIDE',
  'SALE 70% OFF',
  '加微信看更多款式',
  'Grosir tas murah',
  'shop88.example',
  'PROMO GRATIS ONGKIR',
  'DM to order',
] as const

export const fonts = 'DejaVu Sans, WenQuanYi Zen Hei, Noto Sans CJK SC, sans-serif'

export interface Place {
  x: number
  y: number
  size: number
  fill: string
  opacity?: number
  turn?: number
}

/** One of the lines as a drawing. */
export function line(random: Random, { x, y, size, fill, opacity = 1, turn = 0 }: Place): string {
  return (
    `<text x="${x}" y="${y}" font-size="${size}" font-weight="bold" font-family="${fonts}"` +
    ` fill="${fill}" fill-opacity="${opacity}" transform="rotate(${turn} ${x} ${y})">` +
    `${pickOne(random, lines)}</text>`
  )
}

export function brightOrDark(random: Random): string {
  return pickOne(random, ['#fff', '#f00', '#000', '#ff0', '#08f'])
}

/** A sticker of this many pixels: a disc or a rounded box with a word. */
export function sticker(random: Random, width: number, height: number, area: number): string {
  const reach = Math.sqrt(area / Math.PI)
  const x = between(random, 0.6 * reach, width - 0.6 * reach)
  const y = between(random, 0.6 * reach, height - 0.6 * reach)
  const fill = pickOne(random, ['#e11', '#fc0', '#0a0', '#f6c', '#222', '#fff'])
  const side = reach * 1.77
  const shape =
    random() < 0.5
      ? `<circle cx="${x}" cy="${y}" r="${reach}" fill="${fill}"/>`
      : `<rect x="${x - side / 2}" y="${y - side / 2}" width="${side}" height="${side}" rx="${reach / 5}" fill="${fill}"/>`
  const word = pickOne(random, ['HOT', '-50%', 'NEW', 'OFF', '★★★'])
  const ink = fill === '#fff' ? '#000' : '#fff'
  return `${shape}<text x="${x}" y="${y + reach * 0.15}" text-anchor="middle" font-size="${reach * 0.5}" font-weight="bold" font-family="${fonts}" fill="${ink}">${word}</text>`
}
