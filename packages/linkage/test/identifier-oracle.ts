import { seededRandom } from '@touchstone/contract/seeded-random'

/** A text, where its seller is, and the identifiers in it as `type value`. All of it is invented. */
export type OracleRow = { text: string; country: string; expected: string[] }

const random = seededRandom(20_261_201)
const below = (most: number): number => Math.floor(random() * most)
const one = <T>(list: readonly T[]): T => list[below(list.length)]!
const digits = (count: number): string => Array.from({ length: count }, () => below(10)).join('')
const names = [
  'velmora',
  'karlind',
  'tosqua',
  'brenvil',
  'ostrade',
  'mirkova',
  'dalquin',
  'feyrose',
]
const handle = (): string =>
  `${one(names)}${one(['', '_', ''])}${one(['88', '2026', 'shop9', '168', 'x7'])}`

type Phone = { country: string; national: string; international: string }
const phones: Record<string, () => Phone> = {
  ID: () => {
    const rest = `8${one(['12', '13', '21', '52', '57'])}${1 + below(9)}${digits(6)}`
    return { country: 'ID', national: `0${rest}`, international: `+62${rest}` }
  },
  CN: () => {
    const national = `1${one(['38', '39', '59', '86', '77'])}${digits(8)}`
    return { country: 'CN', national, international: `+86${national}` }
  },
  VN: () => {
    const rest = `9${one(['0', '1', '3', '4', '7', '8'])}${digits(7)}`
    return { country: 'VN', national: `0${rest}`, international: `+84${rest}` }
  },
  TH: () => {
    const rest = `8${1 + below(9)}${digits(7)}`
    return { country: 'TH', national: `0${rest}`, international: `+66${rest}` }
  },
  RU: () => {
    const rest = `9${one(['16', '25', '03', '61'])}${digits(7)}`
    return { country: 'RU', national: `8${rest}`, international: `+7${rest}` }
  },
  TR: () => {
    const rest = `5${one(['32', '42', '33'])}${2 + below(7)}${digits(6)}`
    return { country: 'TR', national: `0${rest}`, international: `+90${rest}` }
  },
}
const anyPhone = (): Phone => one(Object.values(phones))()

const groups = (number: string, sizes: readonly number[], sign: string): string => {
  const parts: string[] = []
  let at = 0
  for (const size of sizes) {
    parts.push(number.slice(at, at + size))
    at += size
  }
  return [...parts, number.slice(at)].filter((part) => part !== '').join(sign)
}
const each = (text: string, change: (sign: string) => string): string =>
  Array.from(text, change).join('')

/** Ways to write digits that a reader knows at once. */
const costumes: ((number: string) => string)[] = [
  (number) => groups(number, [4, 4], '-'),
  (number) => groups(number, [3, 4], ' '),
  (number) => groups(number, [4, 3], '.'),
  (number) => [...number].join(' '),
  (number) => [...number].join('-'),
  (number) => each(number, (digit) => '⓪①②③④⑤⑥⑦⑧⑨'.charAt(Number(digit))),
  (number) => each(number, (digit) => '⓿❶❷❸❹❺❻❼❽❾'.charAt(Number(digit))),
  (number) => each(number, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  (number) => each(number, (digit) => String.fromCodePoint(0x1d7ce + Number(digit))),
  (number) => each(number, (digit) => `${digit}\ufe0f\u20e3`),
  (number) => number.replaceAll('0', 'O'),
  (number) => number.replaceAll('1', 'l').replaceAll('0', 'o'),
  (number) => groups(number, [3, 3, 2], ' · '),
  (number) => number.split('').join('\u200b'),
]
const inWords: Record<string, string[]> = {
  ID: ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'],
  CN: [...'零一二三四五六七八九'],
  VN: ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'],
  TH: ['ศูนย์', 'หนึ่ง', 'สอง', 'สาม', 'สี่', 'ห้า', 'หก', 'เจ็ด', 'แปด', 'เก้า'],
  RU: ['ноль', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'],
  TR: ['sıfır', 'bir', 'iki', 'üç', 'dört', 'beş', 'altı', 'yedi', 'sekiz', 'dokuz'],
}
const spell = ({ national, country }: Phone): string =>
  Array.from(national, (digit) => inWords[country]![Number(digit)]).join(
    country === 'CN' || country === 'TH' ? '' : ' ',
  )
const dress = (phone: Phone): string =>
  below(5) === 0 ? spell(phone) : one(costumes)(phone.national)

const calls: Record<string, string[]> = {
  ID: [
    'Minat? hubungi #',
    'WA #',
    'hp: # fast respon',
    'order langsung wa # ya kak',
    'Info lengkap telp #',
  ],
  CN: ['电话#', '联系方式：#', '有意者手机 #', '看图加微信 #', '实物拍摄，威信号#'],
  VN: ['Liên hệ # để đặt hàng', 'sđt #', 'Zalo: # tư vấn 24/7', 'alo # nhé'],
  TH: ['โทร #', 'สนใจติดต่อ #', 'เบอร์ # ค่ะ'],
  RU: ['Звоните # в любое время', 'тел. #', 'Ватсап #', 'пишите # вайбер'],
  TR: ['Sipariş için # arayın', 'telefon: #', 'whatsapp # yazın'],
}
const typeOfCall = (call: string): string => {
  if (/wa #|whatsapp|ватсап/i.test(call)) return 'whatsapp'
  return /微信|威信/.test(call) ? 'wechat' : 'phone'
}

function phoneRow(): OracleRow {
  const phone = anyPhone()
  const call = one(calls[phone.country]!)
  return {
    text: call.replace('#', dress(phone)),
    country: phone.country,
    expected: [`${typeOfCall(call)} ${phone.international}`],
  }
}

function foreignRow(): OracleRow {
  const phone = anyPhone()
  const written = one([
    phone.international,
    groups(phone.international, [3, 3, 4], ' '),
    phone.international.replace('+', '00'),
    phone.international.replace('+', '＋'),
    `${phone.international.slice(0, 3)} (${phone.international.slice(3, 6)}) ${phone.international.slice(6)}`,
  ])
  return {
    text: one(['contact # for photos', 'Tel: #', 'DM or # anytime', 'more pictures: #']).replace(
      '#',
      written,
    ),
    country: 'US',
    expected: [`phone ${phone.international}`],
  }
}

function wechatRow(): OracleRow {
  const account = handle()
  const call = one([
    '加V：#',
    '加微 #',
    '威❤ #',
    '薇❤️：#',
    '➕V #',
    '微信号：#',
    '薇信 #',
    'wechat: #',
    'WeChat ID #',
    'VX #',
    'wx：#',
    '卫星 # 看更多',
    '想要的加我微信#',
    'add my weixin #',
    'v信: #',
  ])
  return {
    text: `原版品质 ${call.replace('#', account)}`,
    country: 'CN',
    expected: [`wechat ${account}`],
  }
}

function qqRow(): OracleRow {
  const number = `${1 + below(9)}${digits(7 + below(3))}`
  const written = one([
    number,
    one(costumes.slice(4, 9))(number),
    each(number, (digit) => inWords['CN']![Number(digit)]!),
  ])
  return {
    text: one(['QQ：#', 'QQ号#', '扣扣 #', '企鹅：# 详谈', 'q q: #']).replace('#', written),
    country: 'CN',
    expected: [`qq ${number}`],
  }
}

function telegramRow(): OracleRow {
  const account = `${one(names)}_${one(['deals', 'vip', 'store'])}`
  const text = one([
    'telegram: @#',
    'Telegram @# for catalogue',
    't.me/#',
    'https://t.me/# all photos',
    'tg: #',
    'пиши в телеграм @#',
    '电报：#',
    'TG @#',
  ])
  return { text: text.replace('#', account), country: 'RU', expected: [`telegram ${account}`] }
}

function emailRow(): OracleRow {
  const local = `${one(names)}.${one(['sales', 'shop', 'vip'])}`
  const domain = one(['mail-post', 'velmora-shop', 'inbox99'])
  const suffix = one(['com', 'net', 'example'])
  const written = one([
    `${local}@${domain}.${suffix}`,
    `${local} @ ${domain}.${suffix}`,
    `${local}(at)${domain}.${suffix}`,
    `${local} [at] ${domain} [dot] ${suffix}`,
    `${local} at ${domain} dot ${suffix}`,
    `${local}＠${domain}.${suffix}`,
    `${local}{at}${domain}(dot)${suffix}`,
    [...`${local}@${domain}.${suffix}`].join(' '),
    `${local}+web@${domain}.${suffix}`,
    `${local.toUpperCase()}@${domain}.${suffix}`,
  ])
  return {
    text: one(['write to #', 'E-mail: #', 'questions -> # please', '邮箱 #']).replace('#', written),
    country: 'US',
    expected: [`email ${local}@${domain}.${suffix}`],
  }
}

function webRow(): OracleRow {
  const name = `${one(names)}-${one(['bags', 'outlet', 'watch'])}`
  const [written, expected] = one([
    [`www.${name}.com`, `domain ${name}.com`],
    [`https://${name}.example/new?x=1`, `domain ${name}.example`],
    [`${name}.com`, `domain ${name}.com`],
    [`https://${name}.myshopify.com/collections/all`, `domain ${name}.myshopify.com`],
    [`${name}.x.yupoo.com/albums`, `domain ${name}.x.yupoo.com`],
    [`www. ${name}.co.id`.replace('. ', '.'), `domain ${name}.co.id`],
    [`ｗｗｗ．${name}．ｃｏｍ`, `domain ${name}.com`],
    [`https://www.instagram.com/${name.replace('-', '_')}/`, `instagram ${name.replace('-', '_')}`],
    [`IG: @${name.replace('-', '.')}`, `instagram ${name.replace('-', '.')}`],
    [`line id: ${name}`, `line ${name}`],
    [`paypal.me/${name.replace('-', '')}`, `payee ${name.replace('-', '')}`],
    [`https://www.tiktok.com/@${name.replace('-', '_')}`, `tiktok ${name.replace('-', '_')}`],
  ] as const)
  return {
    text: one(['album #', 'see #', 'catalogue: # ', 'visit # today']).replace('#', written),
    country: 'US',
    expected: [expected],
  }
}

function whatsappLinkRow(): OracleRow {
  const phone = anyPhone()
  const number = phone.international.slice(1)
  const text = one([
    'https://wa.me/#',
    'wa.me/#?text=hi',
    'https://api.whatsapp.com/send?phone=#',
    'chat: http://wa.me/+#',
  ])
  return { text: text.replace('#', number), country: 'US', expected: [`whatsapp +${number}`] }
}

function ibanCheck(country: string, account: string): string {
  const text = `${account}${country}00`
  let rest = 0n
  for (const sign of text)
    rest = rest * (/\d/.test(sign) ? 10n : 100n) + BigInt(Number.parseInt(sign, 36))
  return String(98n - (rest % 97n)).padStart(2, '0')
}
function luhnCheck(start: string): string {
  const sum = [...start].toReversed().reduce((all, sign, place) => {
    const doubled = place % 2 === 0 ? Number(sign) * 2 : Number(sign)
    return all + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${start}${(10 - (sum % 10)) % 10}`
}

function paymentRow(): OracleRow {
  const german = digits(18)
  const iban = `DE${ibanCheck('DE', german)}${german}`
  const dutch = `INGB${digits(10)}`
  const other = `NL${ibanCheck('NL', dutch)}${dutch}`
  const account = digits(10).replace(/^0/, '7')
  const card = luhnCheck(`4${digits(14)}`)
  return one<OracleRow>([
    {
      text: `Überweisung an ${groups(iban, [4, 4, 4, 4, 4], ' ')}`,
      country: 'DE',
      expected: [`bank-account ${iban}`],
    },
    {
      text: `IBAN: ${other.toLowerCase()} thanks`,
      country: 'NL',
      expected: [`bank-account ${other}`],
    },
    {
      text: `transfer ke BCA ${account} a/n toko`,
      country: 'ID',
      expected: [`bank-account ${account}`],
    },
    {
      text: `Rek. Mandiri no ${groups(account, [3, 3], '-')}`,
      country: 'ID',
      expected: [`bank-account ${account}`],
    },
    { text: `STK ${account} Vietcombank`, country: 'VN', expected: [`bank-account ${account}`] },
    {
      text: `карта ${groups(card, [4, 4, 4], ' ')} перевод`,
      country: 'RU',
      expected: [`card ${card}`],
    },
  ])
}

const address = (): OracleRow => {
  const [city, number] = [one(['Batam', 'Medan', 'Bekasi']), 1 + below(99)]
  return {
    text: one([`Alamat: Jl. Kenanga No. ${number}, ${city} 294${10 + below(80)}`]),
    country: 'ID',
    expected: ['address'],
  }
}

/** Contacts, most of them in disguise. */
export function contactRows(count: number): OracleRow[] {
  const kinds = [
    phoneRow,
    phoneRow,
    phoneRow,
    foreignRow,
    wechatRow,
    wechatRow,
    qqRow,
    telegramRow,
    emailRow,
    webRow,
    whatsappLinkRow,
    paymentRow,
    address,
  ]
  return Array.from({ length: count }, (_, at) => kinds[at % kinds.length]!())
}

const lookAlikes: ((country: string) => string)[] = [
  () => `订单号 1${3 + below(7)}${digits(9)} 已发货`,
  () => `货号：1${3 + below(7)}${digits(9)}`,
  () => `Order no. 0812${digits(8)}`,
  () => `SKU ${digits(10)}`,
  () => `Item #${digits(12)} brand new`,
  () => `Rp ${1 + below(9)}.${digits(3)}.${digits(3)}`,
  () => `harga Rp. ${1 + below(9)}${digits(2)}.${digits(3)} nego`,
  () => `ISBN 978-3-16-${digits(6)}-0`,
  () => `EAN ${digits(13)}`,
  () => `IMEI 35${digits(13)}`,
  () => `tracking JNE resi ${digits(12)}`,
  () => `运单号 SF${digits(12)}`,
  () => `快递单号${digits(13)}`,
  () => `size 36 37 38 39 40 41 42 43 44`,
  () => `EU 40-41-42-43-44-45 in stock`,
  () => `power bank ${1 + below(3)}0000 mAh, 5V 2A`,
  () => `released ${2000 + below(25)}-0${1 + below(9)}-1${below(10)}`,
  () => `0${1 + below(9)}/1${below(10)}/20${10 + below(15)} collection`,
  () => `terjual ${digits(4)} pcs, stok ${digits(4)}`,
  () => `style code ${one(['CW', 'DD', 'AR'])}${digits(4)}-${digits(3)}`,
  () => `model A${digits(4)} 15.6 inch 1920x1080`,
  () => `100% cotton.in stock now`,
  () => `soft leather.it is new`,
  () => `Dr.Jart e.l.f. cosmetics No.5`,
  () => `bag 25 x 30 x 12 cm, 1.2 kg`,
  () => `photo_${digits(8)}.jpg shown`,
  () => `微信支付 accepted`,
  () => `支持微信支付和支付宝`,
  () => `QQ糖 ${100 + below(900)}g 包装`,
  () => `奇瑞QQ 20${10 + below(10)} 款`,
  () => `wechat stickers set of ${10 + below(90)}`,
  () => `A-line dress, line: cotton blend`,
  () => `clothes line rope ${10 + below(20)} m`,
  () => `WhatsApp stickers, vinyl, ${10 + below(90)} pieces`,
  () => `telegram style vintage poster`,
  () => `shipping @ ${1 + below(9)}.50 each`,
  () => `buy 2 @ 15.00 get 1`,
  () => `version v${below(9)}.${below(9)}.${below(20)}`,
  () => `NGC ${digits(7)}-${digits(3)} graded coin`,
  () => `serial ${digits(11)}`,
  () => `part no 8${digits(9)}`,
  () => `артикул ${digits(9)}`,
  () => `заказ № 89${digits(9)}`,
  () => `lot ${digits(8)} of ${digits(3)}`,
  () => `US$ ${digits(3)}.00 / RMB ${1 + below(9)}${digits(3)}`,
  () => `₫${1 + below(9)}.${digits(3)}.000`,
  () => `${1 + below(9)}${digits(2)}.000 VND`,
  () => `one two three four colours`,
  () => `一二三四代通用`,
  () => `set of three, four, five or six`,
  () => `satu set isi dua tiga warna`,
  () => `八十八周年 一九九八年款`,
  () => `barcode ${digits(12)}`,
  () => `UPC: ${digits(12)}`,
  () => `patent ZL2019${digits(8)}.X`,
  () => `1:1 2:2 3:3 4:4 scale 1/64`,
  () => `iPhone 12/13/14/15 pro max`,
  () => `12 34 56 78 mm lenses`,
  () => `${digits(2)},${digits(3)},${digits(3)} views`,
  () => `CN ${digits(5)} HS code 4202${digits(4)}`,
  () => `https://www.taobao.com/item?id=${digits(12)}`,
  () => `https://shopee.co.id/product/${digits(8)}/${digits(10)}`,
  () => `see https://www.youtube.com/watch?v=abcd${digits(4)}`,
  () => `GB ${digits(2)} gloves`,
  () => `bank notes series ${1950 + below(60)}`,
  () => `card holder for 12 cards, RFID`,
  () => `kartu ucapan isi ${10 + below(90)}`,
  () => `address labels ${100 + below(900)} pcs`,
  () => `mobile phone case, phone holder`,
  () => `ring size 6 7 8 9 10 11 12`,
]

/** Texts that look like contacts and hold none. */
export function lookAlikeRows(count: number): OracleRow[] {
  const countries = ['ID', 'CN', 'VN', 'TH', 'RU', 'US']
  return Array.from({ length: count }, (_, at) => {
    const country = countries[at % countries.length]!
    return { text: lookAlikes[at % lookAlikes.length]!(country), country, expected: [] }
  })
}
