import type { Paint } from './draw-figures.ts'
import type { HouseholdMotif } from './household-goods.ts'

/** Drawings of household goods in a square of 240 around the origin. */
export const householdFigures: Readonly<Record<HouseholdMotif, (paint: Paint) => string>> = {
  car: ({ body, shade, light, metal, build }) =>
    `<path d="M-108 30V4Q-104 -10 -70 -14L${-44 - build * 10} -52H40L76 -14Q108 -8 108 14V30Z" fill="${body}"/><path d="M-52 -14L-34 -42H-4V-14ZM6 -42H34L58 -14H6Z" fill="${light}"/><circle cx="-58" cy="34" r="24" fill="${shade}"/><circle cx="62" cy="34" r="24" fill="${shade}"/><circle cx="-58" cy="34" r="10" fill="${metal}"/><circle cx="62" cy="34" r="10" fill="${metal}"/>`,
  flask: ({ body, shade, metal, light, build }) =>
    `<rect x="-24" y="-110" width="48" height="34" rx="8" fill="${shade}"/><path d="M-30 -70H30L${44 + build * 8} -40V92Q42 104 28 104H-28Q-42 104 ${-44 - build * 8} 92V-40Z" fill="${body}"/><rect x="-34" y="-78" width="68" height="12" rx="5" fill="${metal}"/><path d="M-26 -30V78" stroke="${light}" stroke-width="8"/>`,
  cloth: ({ body, shade, light, build }) =>
    `<rect x="-96" y="30" width="192" height="44" rx="18" fill="${shade}"/><rect x="-92" y="-14" width="184" height="44" rx="18" fill="${body}"/><rect x="-88" y="-58" width="176" height="44" rx="18" fill="${light}"/><path d="M-80 ${46 + build * 10}H80M-78 ${2 + build * 10}H78" stroke="${light}" stroke-width="5"/>`,
  lantern: ({ body, shade, light, metal, build }) =>
    `<path d="M-44 -70Q0 ${-124 - build * 12} 44 -70" fill="none" stroke="${metal}" stroke-width="7"/><rect x="-54" y="-72" width="108" height="24" rx="8" fill="${shade}"/><rect x="-44" y="-48" width="88" height="104" fill="${light}"/><path d="M-44 -48V56M-14 -48V56M16 -48V56M44 -48V56" stroke="${body}" stroke-width="6"/><rect x="-58" y="56" width="116" height="36" rx="10" fill="${body}"/>`,
  lamp: ({ body, shade, light, metal, build }) =>
    `<path d="M-20 90L-50 0L${20 + build * 14} -62" fill="none" stroke="${metal}" stroke-width="9"/><path d="M${-8 + build * 14} -96L78 -52L40 -10L${-18 + build * 10} -54Z" fill="${body}"/><path d="M34 -14L76 -50L88 -28Z" fill="${light}"/><rect x="-72" y="88" width="108" height="16" rx="8" fill="${shade}"/>`,
  candle: ({ body, shade, light, metal, build }) =>
    `<path d="M0 -108Q20 -78 0 -62Q-20 -78 0 -108Z" fill="${metal}"/><path d="M0 -62V-44" stroke="${shade}" stroke-width="4"/><rect x="${-46 - build * 12}" y="-44" width="${92 + build * 24}" height="138" rx="14" fill="${body}"/><rect x="-34" y="6" width="68" height="44" rx="6" fill="${light}"/>`,
  cable: ({ body, shade, metal, build }) =>
    `<ellipse rx="${74 + build * 14}" ry="66" fill="none" stroke="${body}" stroke-width="11"/><ellipse cx="10" cy="8" rx="62" ry="54" fill="none" stroke="${shade}" stroke-width="10"/><path d="M-66 30Q-104 60 -96 92M66 -34Q104 -60 92 -92" fill="none" stroke="${body}" stroke-width="10"/><rect x="-108" y="86" width="26" height="22" rx="5" fill="${metal}"/><rect x="80" y="-110" width="26" height="22" rx="5" fill="${metal}"/>`,
  mug: ({ body, shade, light, build, pattern }) =>
    `<path d="M48 -40Q${104 + build * 10} -44 92 8Q86 50 46 48" fill="none" stroke="${shade}" stroke-width="15"/><path d="M-72 -70H54V74Q52 92 34 92H-52Q-70 92 -72 74Z" fill="${body}"/><ellipse cx="-9" cy="-70" rx="63" ry="15" fill="${shade}"/>${pattern > 1 ? `<path d="M-72 -12H54M-72 24H54" stroke="${light}" stroke-width="8"/>` : `<circle cx="-9" cy="14" r="24" fill="${light}"/>`}`,
  mat: ({ body, shade, light, build }) =>
    `<path d="M-100 40L40 ${-84 - build * 16}L108 -20L-26 98Z" fill="${body}"/><circle cx="-62" cy="68" r="36" fill="${shade}"/><circle cx="-62" cy="68" r="22" fill="${light}"/><circle cx="-62" cy="68" r="9" fill="${shade}"/>`,
  puzzle: ({ body, shade, light, metal }) =>
    `<rect x="-100" y="-76" width="200" height="152" rx="8" fill="${metal}"/><path d="M-88 -64H-4V-30Q20 -40 20 -16Q20 8 -4 0V64H-88Z" fill="${body}"/><path d="M4 -64H88V0H50Q58 26 36 26Q14 26 24 0H4V-4Q28 4 28 -18Q26 -38 4 -34Z" fill="${light}"/><path d="M4 8H16Q10 34 36 36Q62 34 58 8H88V64H4Z" fill="${shade}"/>`,
  jar: ({ body, shade, light, metal, build }) =>
    `<rect x="-50" y="-98" width="100" height="34" rx="8" fill="${metal}"/><path d="M-46 -64H46Q${66 + build * 14} -54 ${66 + build * 14} -30V82Q64 98 44 98H-44Q-64 98 ${-66 - build * 14} 82V-30Q${-66 - build * 14} -54 -46 -64Z" fill="${body}"/><rect x="-44" y="-12" width="88" height="66" rx="6" fill="${light}"/><path d="M-28 14H28M-28 32H14" stroke="${shade}" stroke-width="6"/>`,
  sack: ({ body, shade, light, build }) =>
    `<path d="M-66 -90H66L${80 + build * 8} 84Q0 108 ${-80 - build * 8} 84Z" fill="${body}"/><path d="M-66 -90H66L70 -58H-70Z" fill="${shade}"/><circle cy="16" r="36" fill="${light}"/><path d="M-14 28Q0 -14 18 6Q10 30 -14 28Z" fill="${shade}"/>`,
  board: ({ body, shade, metal, build }) =>
    `<path d="M-20 -112H20V-74H${54 + build * 16}Q72 -72 72 -54V88Q70 104 54 104H-54Q-70 104 -72 88V-54Q-72 -72 -54 -74H-20Z" fill="${body}"/><circle cy="-94" r="7" fill="${metal}"/><path d="M-46 -40Q-34 20 -50 84M-10 -50Q4 20 -8 90M30 -46Q42 10 32 84" fill="none" stroke="${shade}" stroke-width="4"/>`,
  pots: ({ body, shade, light, build }) =>
    `<path d="M-58 -40Q-96 -90 -50 -110Q-44 -70 -44 -40ZM-40 -40Q-30 -100 4 -98Q0 -60 -26 -40Z" fill="${light}"/><path d="M-92 -44H-4L-18 64H-78Z" fill="${body}"/><rect x="-98" y="-48" width="100" height="22" rx="5" fill="${shade}"/><path d="M18 ${-8 - build * 10}H92L80 84H30Z" fill="${body}"/><rect x="12" y="${-16 - build * 10}" width="86" height="20" rx="5" fill="${shade}"/>`,
  yarn: ({ body, shade, light, build }) =>
    `<circle cx="-34" cy="22" r="64" fill="${body}"/><path d="M-88 -6Q-30 -30 22 0M-94 26Q-34 0 28 36M-76 62Q-30 30 8 66" fill="none" stroke="${shade}" stroke-width="7"/><circle cx="52" cy="-30" r="${44 + build * 10}" fill="${light}"/><path d="M18 -52Q50 -70 88 -42M12 -24Q50 -46 94 -14" fill="none" stroke="${body}" stroke-width="6"/>`,
  chair: ({ body, shade, light, metal, build }) =>
    `<rect x="-50" y="${-112 - build * 4}" width="100" height="104" rx="18" fill="${body}"/><path d="M-34 -92H34M-34 -70H34M-34 -48H34" stroke="${light}" stroke-width="5"/><rect x="-66" y="0" width="132" height="28" rx="14" fill="${shade}"/><path d="M0 28V72M-62 98L0 72L62 98M0 72V104" fill="none" stroke="${metal}" stroke-width="9"/>`,
  post: ({ body, shade, light, metal, build }) =>
    `<rect x="-92" y="78" width="184" height="26" rx="6" fill="${body}"/><rect x="-24" y="-58" width="48" height="136" fill="${light}"/><path d="M-24 -40L24 -52M-24 -14L24 -26M-24 12L24 0M-24 38L24 26M-24 64L24 52" stroke="${shade}" stroke-width="6"/><rect x="${-70 - build * 14}" y="-82" width="${140 + build * 28}" height="26" rx="12" fill="${body}"/><circle cx="70" cy="-20" r="12" fill="${metal}"/>`,
  mirror: ({ body, shade, light, metal, build }) =>
    `<ellipse rx="${76 + build * 18}" ry="104" fill="${metal}"/><ellipse rx="${64 + build * 18}" ry="92" fill="${light}"/><path d="M-46 20L22 -66M-20 46L44 -34" stroke="${body}" stroke-width="8" opacity=".5"/><ellipse rx="${64 + build * 18}" ry="92" fill="none" stroke="${shade}" stroke-width="3"/>`,
  flowers: ({ body, shade, light, metal }) =>
    `<path d="M0 70Q-30 0 -44 -40M0 70V-50M0 70Q34 10 48 -36" fill="none" stroke="${shade}" stroke-width="6"/>${[
      [-48, -54],
      [0, -76],
      [50, -50],
    ]
      .map(
        ([x = 0, y = 0]) =>
          `<circle cx="${x}" cy="${y}" r="30" fill="${body}"/><circle cx="${x}" cy="${y}" r="11" fill="${metal}"/>`,
      )
      .join('')}<path d="M-34 40H34L20 104H-20Z" fill="${light}"/>`,
  cells: ({ body, shade, metal, build }) =>
    [-72, -24, 24, 72]
      .slice(0, build > 0.5 ? 4 : 3)
      .map(
        (x) =>
          `<rect x="${x - 8}" y="-86" width="16" height="14" fill="${metal}"/><rect x="${x - 20}" y="-74" width="40" height="160" rx="6" fill="${body}"/><rect x="${x - 20}" y="-74" width="40" height="46" rx="6" fill="${shade}"/>`,
      )
      .join(''),
  machine: ({ body, shade, light, metal, build }) =>
    `<path d="M-86 -50V-82H86V-50" fill="none" stroke="${metal}" stroke-width="10"/><rect x="-104" y="-54" width="208" height="128" rx="14" fill="${body}"/><circle cx="-46" cy="10" r="${34 + build * 8}" fill="${shade}"/><circle cx="-46" cy="10" r="12" fill="${metal}"/><rect x="24" y="-30" width="58" height="36" rx="5" fill="${light}"/><path d="M28 28H80M28 46H80" stroke="${shade}" stroke-width="7"/><path d="M-80 74V98M80 74V98" stroke="${shade}" stroke-width="14"/>`,
  sword: ({ body, shade, light, metal, build }) =>
    `<g transform="rotate(40)"><path d="M-9 50V-96L0 -118L9 -96V50Z" fill="${light}"/><path d="M0 -104V50" stroke="${shade}" stroke-width="2"/><rect x="${-38 - build * 8}" y="50" width="${76 + build * 16}" height="12" rx="6" fill="${metal}"/><rect x="-8" y="62" width="16" height="42" fill="${body}"/><circle cy="108" r="10" fill="${metal}"/></g>`,
  paper: ({ body, shade, light, build }) =>
    `<path d="M-70 -88L66 -100L84 88L-54 100Z" fill="${shade}"/><rect x="-76" y="-96" width="140" height="192" rx="4" fill="${light}"/><path d="M-54 -64H42M-54 -38H42M-54 -12H${10 + build * 30}" stroke="${body}" stroke-width="8"/><rect x="-54" y="16" width="${60 + build * 36}" height="56" fill="${body}"/>`,
  wheel: ({ body, shade, metal, build }) =>
    `<circle r="102" fill="${shade}"/><circle r="70" fill="${metal}"/>${[0, 60, 120].map((turn) => `<path d="M0 -66V66" stroke="${body}" stroke-width="${12 + build * 8}" transform="rotate(${turn})"/>`).join('')}<circle r="16" fill="${shade}"/>`,
  coins: ({ body, shade, light, metal }) =>
    `<circle cx="-42" cy="20" r="54" fill="${metal}"/><circle cx="-42" cy="20" r="40" fill="none" stroke="${shade}" stroke-width="5"/><circle cx="46" cy="-26" r="50" fill="${light}"/><circle cx="46" cy="-26" r="36" fill="none" stroke="${body}" stroke-width="6"/><circle cx="50" cy="64" r="32" fill="${body}"/>`,
  umbrella: ({ body, shade, light, metal }) =>
    `<path d="M0 -100V76Q0 104 -26 104Q-46 102 -46 82" fill="none" stroke="${metal}" stroke-width="8"/><path d="M-108 10Q-100 -86 0 -92Q100 -86 108 10Q82 -10 54 8Q28 -12 0 8Q-28 -12 -54 8Q-82 -10 -108 10Z" fill="${body}"/><path d="M0 -92Q-50 -60 -54 8M0 -92Q50 -60 54 8" fill="none" stroke="${shade}" stroke-width="4"/><circle cy="-98" r="6" fill="${light}"/>`,
  box: ({ body, shade, light, metal }) =>
    `<rect x="-92" y="-44" width="184" height="130" rx="12" fill="${light}" stroke="${body}" stroke-width="6"/><rect x="-104" y="-72" width="208" height="32" rx="10" fill="${body}"/><rect x="-24" y="-50" width="48" height="24" rx="6" fill="${metal}"/><path d="M-70 60H70" stroke="${shade}" stroke-width="5"/>`,
}
