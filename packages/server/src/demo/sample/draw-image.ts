import { figures, type Paint } from './draw-figures.ts'
import type { ImageName } from './image-name.ts'

const side = 480

/**
 * Draws a picture of invented goods as SVG. The same name always gives the same bytes; only numbers from the name
 * enter the drawing.
 */
export function drawImage({ motif, goods, deviation, scene }: ImageName): string {
  const { hue, saturation, lightness } = toneOf(goods, deviation)
  const paint = paintOf(goods, deviation)
  const backdrop = (scene * 47) % 360
  const tilt = ((scene >> 3) % 13) - 6
  const size = 1.35 + ((scene >> 6) % 5) * 0.06
  const [x, y] = [side / 2 + ((scene >> 2) % 25) - 12, side / 2 + ((scene >> 5) % 19) - 9]
  const floor = hsl(backdrop, 14, 78)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side}" height="${side}">`,
    `<defs>${gradient('wall', [hsl(backdrop, 22, 96), hsl(backdrop, 18, 87)])}`,
    `${gradient('body', [hsl(hue, saturation, lightness + 11), hsl(hue, saturation, lightness - 5)])}</defs>`,
    `<rect width="${side}" height="${side}" fill="url(#wall)"/>`,
    `<rect y="${350 + (scene % 30)}" width="${side}" height="${side}" fill="${floor}"/>`,
    `<ellipse cx="${x}" cy="${y + 148}" rx="128" ry="16" fill="#000" opacity=".12"/>`,
    `<g transform="translate(${x} ${y}) rotate(${tilt}) scale(${size.toFixed(2)})" stroke-linecap="round" stroke-linejoin="round">`,
    figures[motif](paint),
    '</g></svg>\n',
  ].join('')
}

/** Colours and proportions of the goods; a copy differs slightly in tone and placement. */
function paintOf(goods: number, deviation: number): Paint {
  const { hue, saturation, lightness } = toneOf(goods, deviation)
  return {
    body: 'url(#body)',
    shade: hsl(hue, saturation, lightness - 16),
    light: hsl(hue + 24, saturation, Math.min(88, lightness + 30)),
    metal: deviation % 2 === 0 ? hsl(42, 55, 58) : hsl(205, 10, 64),
    build: ((goods >> 13) % 11) / 10,
    off: (deviation % 7) * 3,
    pattern: (goods >> 17) % 4,
  }
}

function toneOf(
  goods: number,
  deviation: number,
): { hue: number; saturation: number; lightness: number } {
  return {
    hue: (goods % 360) + (deviation % 5) * 3,
    saturation: 22 + ((goods >> 4) % 40),
    lightness: 34 + ((goods >> 9) % 26) + (deviation % 4) * 2,
  }
}

/** From the top of the picture to its bottom; of figures whose lines have no height too. */
function gradient(id: string, [above, below]: readonly [string, string]): string {
  const [from, to] = id === 'wall' ? [0, side] : [-110, 110]
  return `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="0" y1="${from}" x2="0" y2="${to}"><stop stop-color="${above}"/><stop offset="1" stop-color="${below}"/></linearGradient>`
}

function hsl(hue: number, saturation: number, lightness: number): string {
  return `hsl(${hue % 360} ${saturation}% ${lightness}%)`
}
