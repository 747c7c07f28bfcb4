import { householdFigures } from './draw-household.ts'
import type { HouseholdMotif } from './household-goods.ts'
import type { Motif } from './image-name.ts'

/** Colours and numbers for drawing a figure, all generated here. */
export type Paint = {
  body: string
  shade: string
  light: string
  metal: string
  /** Proportions of the goods, between 0 and 1. */
  build: number
  /** Deviation of a copy from the original, in pixels. */
  off: number
  /** A pattern on the goods, 0 to 3. */
  pattern: number
}

type Draw = (paint: Paint) => string

const branded: Readonly<Record<Exclude<Motif, HouseholdMotif>, Draw>> = {
  bag: ({ body, shade, metal, build, off, pattern }) => {
    const top = -30 - build * 25
    return [
      `<path d="M-50 ${top}C-50 -115 50 -115 50 ${top}" fill="none" stroke="${shade}" stroke-width="${9 + build * 5}"/>`,
      `<path d="M-82 ${top}H82L${92 + build * 14} 88Q0 ${98 + build * 10} ${-92 - build * 14} 88Z" fill="${body}"/>`,
      `<path d="M-82 ${top}H82L76 ${top + 46}Q0 ${top + 74} -76 ${top + 46}Z" fill="${shade}"/>`,
      stitches(pattern, shade),
      `<rect x="${-13 + off}" y="${top + 44}" width="26" height="20" rx="5" fill="${metal}"/>`,
    ].join('')
  },
  wallet: ({ body, shade, metal, off, pattern }) =>
    [
      `<rect x="-98" y="-58" width="196" height="124" rx="12" fill="${body}"/>`,
      `<path d="M-98 -46Q-98 -58 -86 -58H86Q98 -58 98 -46V-12H-98Z" fill="${shade}"/>`,
      stitches(pattern, shade),
      `<circle cx="${66 + off}" cy="-8" r="10" fill="${metal}"/>`,
    ].join(''),
  belt: ({ body, shade, metal, build, off }) =>
    [
      `<ellipse rx="98" ry="${52 + build * 20}" fill="none" stroke="${body}" stroke-width="26"/>`,
      `<ellipse rx="98" ry="${52 + build * 20}" fill="none" stroke="${shade}" stroke-width="2" stroke-dasharray="6 6"/>`,
      `<rect x="${-26 + off}" y="${34 + build * 20}" width="52" height="38" rx="${4 + build * 12}" fill="none" stroke="${metal}" stroke-width="9"/>`,
    ].join(''),
  shoe: ({ body, shade, light, build, off }) =>
    [
      `<path d="M-104 42V-28Q-92 ${-70 - build * 20} -52 -48Q-10 -6 70 10Q108 18 106 44Z" fill="${body}"/>`,
      `<path d="M-108 42H108V58Q108 68 96 68H-98Q-108 68 -108 58Z" fill="${light}"/>`,
      `<path d="M${-62 + off} 22Q-20 30 30 2" fill="none" stroke="${shade}" stroke-width="10"/>`,
      [0, 1, 2]
        .map(
          (at) =>
            `<path d="M${-38 + at * 20} ${-34 + at * 13}l18 -12" stroke="${light}" stroke-width="5"/>`,
        )
        .join(''),
    ].join(''),
  shirt: ({ body, shade, light, build, off, pattern }) =>
    [
      `<path d="M-38 -92L-108 -52L-84 -8L-60 -22V98H60V-22L84 -8L108 -52L38 -92Q0 -62 -38 -92Z" fill="${body}"/>`,
      `<path d="M-38 -92Q0 -62 38 -92" fill="none" stroke="${shade}" stroke-width="8"/>`,
      stitches(pattern, shade),
      `<circle cx="${30 + off}" cy="-22" r="${7 + build * 5}" fill="${light}"/>`,
    ].join(''),
  jacket: ({ body, shade, metal, build, off }) =>
    [
      `<path d="M-42 -96L-104 -60L-112 74L-82 78L-70 -6V98H70V-6L82 78L112 74L104 -60L42 -96Q0 -70 -42 -96Z" fill="${body}"/>`,
      `<path d="M0 -78V98" stroke="${metal}" stroke-width="4"/>`,
      `<path d="M-58 34H-18M18 34H58" stroke="${shade}" stroke-width="7"/>`,
      `<path d="M-42 -96L0 ${-44 + build * 24}L42 -96" fill="${shade}"/>`,
      `<rect x="${30 + off}" y="-24" width="22" height="12" fill="${metal}"/>`,
    ].join(''),
  scarf: ({ body, shade, light, build }) =>
    [
      `<path d="M-70 -72Q0 -120 70 -72Q84 -30 0 -14Q-84 -30 -70 -72Z" fill="${shade}"/>`,
      `<path d="M-26 -30L-52 96H2L10 -26Z" fill="${body}"/><path d="M16 -26L26 96H76L36 -36Z" fill="${body}"/>`,
      [0, 1, 2]
        .map(
          (at) =>
            `<path d="M${-40 - at * 4} ${24 + at * (16 + build * 8)}H6" stroke="${light}" stroke-width="6"/>`,
        )
        .join(''),
    ].join(''),
  glasses: ({ body, shade, metal, build, off }) =>
    [
      `<rect x="-104" y="-34" width="88" height="${62 + build * 18}" rx="${18 + build * 22}" fill="${shade}" stroke="${body}" stroke-width="10"/>`,
      `<rect x="16" y="-34" width="88" height="${62 + build * 18}" rx="${18 + build * 22}" fill="${shade}" stroke="${body}" stroke-width="10"/>`,
      `<path d="M-18 -14Q0 -30 18 -14" fill="none" stroke="${body}" stroke-width="9"/>`,
      `<circle cx="${-92 + off}" cy="-26" r="5" fill="${metal}"/><circle cx="92" cy="-26" r="5" fill="${metal}"/>`,
    ].join(''),
  watch: ({ body, shade, light, metal, build, off }) =>
    [
      `<path d="M-34 -112H34L42 -50H-42ZM-42 50H42L34 112H-34Z" fill="${body}"/>`,
      `<circle r="66" fill="${metal}"/><circle r="52" fill="${light}"/>`,
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
        .map((at) => `<path d="M0 -46V-38" stroke="${shade}" transform="rotate(${at * 30})"/>`)
        .join(''),
      `<path d="M0 0V-34M0 0L${22 + off} ${10 + build * 8}" stroke="${shade}" stroke-width="5"/>`,
      `<rect x="64" y="-8" width="14" height="16" rx="3" fill="${metal}"/>`,
    ].join(''),
  pendant: ({ shade, light, metal, body, build, off }) =>
    [
      `<path d="M-82 -104Q0 ${20 + build * 20} 82 -104" fill="none" stroke="${metal}" stroke-width="4"/>`,
      gem(`translate(${off} ${26 + build * 10})`, { body, shade, light }),
      `<circle cx="${off}" cy="${-26 + build * 10}" r="8" fill="none" stroke="${metal}" stroke-width="4"/>`,
    ].join(''),
  figurine: ({ body, shade, light, build, off }) =>
    [
      gem('translate(0 34) scale(1.4)', { body, shade, light }),
      `<path d="M-20 -20L${-44 - build * 20} -78L${6 + off} -52L58 ${-84 - build * 18}L26 -18Z" fill="${light}" stroke="${shade}" stroke-width="3"/>`,
    ].join(''),
  phone: ({ body, shade, light, build, off }) =>
    [
      `<rect x="-60" y="-112" width="120" height="224" rx="${16 + build * 12}" fill="${shade}"/>`,
      `<rect x="-52" y="-104" width="104" height="208" rx="${10 + build * 10}" fill="${body}"/>`,
      `<rect x="-44" y="-96" width="${38 + build * 20}" height="${40 + build * 22}" rx="12" fill="${shade}"/>`,
      `<circle cx="${-26 + off}" cy="-78" r="10" fill="${light}"/><circle cx="-26" cy="-52" r="10" fill="${light}"/>`,
    ].join(''),
  tablet: ({ body, shade, light, build, off }) =>
    [
      `<rect x="-112" y="-84" width="224" height="168" rx="14" fill="${shade}"/>`,
      `<rect x="-98" y="-70" width="196" height="140" rx="4" fill="${body}"/>`,
      `<path d="M-98 ${30 - build * 30}L-30 -20L40 40L98 ${10 - build * 20}V70H-98Z" fill="${light}"/>`,
      `<circle cx="${105}" cy="${off}" r="4" fill="${light}"/>`,
    ].join(''),
  headphones: ({ body, shade, metal, build, off }) =>
    [
      `<path d="M-82 20Q-82 -98 0 -98Q82 -98 82 20" fill="none" stroke="${shade}" stroke-width="${12 + build * 8}"/>`,
      `<rect x="-106" y="4" width="48" height="84" rx="22" fill="${body}"/><rect x="58" y="4" width="48" height="84" rx="22" fill="${body}"/>`,
      `<circle cx="${-82 + off}" cy="46" r="8" fill="${metal}"/><circle cx="82" cy="46" r="8" fill="${metal}"/>`,
    ].join(''),
  speaker: ({ body, shade, light, build, off }) =>
    [
      `<rect x="-66" y="-100" width="132" height="200" rx="${14 + build * 40}" fill="${body}"/>`,
      `<circle cy="34" r="42" fill="${shade}"/><circle cy="34" r="18" fill="${light}"/>`,
      `<circle cx="${off}" cy="-46" r="22" fill="${shade}"/>`,
    ].join(''),
  appliance: ({ body, shade, metal, build, off }) =>
    [
      `<rect x="-96" y="-78" width="164" height="${78 + build * 14}" rx="38" fill="${body}"/>`,
      `<rect x="-14" y="-10" width="42" height="112" rx="14" fill="${shade}"/>`,
      `<circle cx="${-60 + off}" cy="${-38 + build * 7}" r="24" fill="${metal}"/>`,
      `<rect x="62" y="-62" width="34" height="${46 + build * 14}" rx="6" fill="${shade}"/>`,
    ].join(''),
  bottle: ({ body, shade, light, metal, build, off }) =>
    [
      `<rect x="-24" y="-112" width="48" height="44" rx="5" fill="${metal}"/><rect x="-14" y="-70" width="28" height="18" fill="${shade}"/>`,
      `<rect x="${-62 - build * 18}" y="-54" width="${124 + build * 36}" height="154" rx="${10 + build * 36}" fill="${body}"/>`,
      `<rect x="${-34 + off}" y="4" width="68" height="52" fill="${light}"/>`,
    ].join(''),
  sweets: ({ body, shade, light, metal, build, off }) =>
    [
      `<rect x="-104" y="-76" width="208" height="152" rx="14" fill="${shade}"/>`,
      [0, 1, 2, 3, 4, 5]
        .map((at) => {
          const [x, y] = [-66 + (at % 3) * 66, -36 + Math.floor(at / 3) * 70]
          const fill = at % 2 === 0 ? body : light
          return build > 0.5
            ? `<circle cx="${x}" cy="${y}" r="25" fill="${fill}"/>`
            : `<rect x="${x - 24}" y="${y - 24}" width="48" height="48" rx="9" fill="${fill}"/>`
        })
        .join(''),
      `<path d="M${-104 + off} 0H104" stroke="${metal}" stroke-width="9"/>`,
    ].join(''),
  bricks: ({ body, shade, light, build, off }) =>
    [brick(-96, 20, body, shade), brick(4 + off, 20, light, shade), brick(-46, -52, shade, body)]
      .concat(build > 0.5 ? [brick(30, -52, body, shade)] : [])
      .join(''),
  doll: ({ body, shade, light, build, off }) =>
    [
      `<circle cy="-62" r="38" fill="${light}"/><path d="M-40 -66Q0 ${-124 - build * 16} 40 -66Q0 -86 -40 -66Z" fill="${shade}"/>`,
      `<path d="M-24 -24H24L64 98H-64Z" fill="${body}"/>`,
      `<circle cx="${-13 + off}" cy="-58" r="4" fill="${shade}"/><circle cx="13" cy="-58" r="4" fill="${shade}"/>`,
    ].join(''),
  book: ({ body, shade, light, off }) =>
    [
      `<rect x="-76" y="-104" width="152" height="208" rx="6" fill="${body}"/><rect x="-76" y="-104" width="22" height="208" fill="${shade}"/>`,
      `<rect x="${-30 + off}" y="-62" width="86" height="34" fill="${light}"/>`,
    ].join(''),
  parcel: ({ body, shade, light, build, off }) =>
    [
      `<path d="M-100 -36L0 -${70 + build * 24}L100 -36V62L0 104L-100 62Z" fill="${body}"/>`,
      `<path d="M-100 -36L0 6L100 -36L0 -${70 + build * 24}Z" fill="${light}"/>`,
      `<path d="M0 6V104M${-50 + off} -54L50 -12" stroke="${shade}" stroke-width="7"/>`,
    ].join(''),
}

/** Draws goods in a square of 240 around the origin. */
export const figures: Readonly<Record<Motif, Draw>> = { ...branded, ...householdFigures }

type Stone = Pick<Paint, 'body' | 'shade' | 'light'>

function gem(transform: string, { body, shade, light }: Stone): string {
  return `<g transform="${transform}"><path d="M-40 -18L-20 -44H20L40 -18L0 46Z" fill="${body}"/><path d="M-40 -18H40L0 46Z" fill="${shade}" opacity=".45"/><path d="M-20 -44L0 -18L20 -44Z" fill="${light}"/></g>`
}

function brick(x: number, y: number, fill: string, edge: string): string {
  return `<g fill="${fill}" stroke="${edge}" stroke-width="3"><rect x="${x + 12}" y="${y - 14}" width="26" height="16"/><rect x="${x + 56}" y="${y - 14}" width="26" height="16"/><rect x="${x}" y="${y}" width="94" height="70" rx="4"/></g>`
}

function stitches(pattern: number, colour: string): string {
  if (pattern === 0) return ''
  const lines = [-36, -4, 28].map((y) => {
    const d = pattern === 1 ? `M-52 ${y + 12}H52` : `M-52 ${y}L${pattern === 2 ? 0 : 52} ${y + 22}`
    return `<path d="${d}" stroke="${colour}" stroke-width="3" opacity=".55"/>`
  })
  return lines.join('')
}
