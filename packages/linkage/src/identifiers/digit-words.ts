/** Digits as words, by language; of each digit all spellings. */
const spelt: Record<string, string[]> = {
  en: ['zero oh', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  id: [
    'nol kosong',
    'satu',
    'dua',
    'tiga',
    'empat',
    'lima',
    'enam',
    'tujuh',
    'delapan',
    'sembilan',
  ],
  ms: ['sifar', '', '', '', '', '', '', '', 'lapan', ''],
  vi: ['khong', 'mot', 'hai', 'ba', 'bon', 'nam', 'sau', 'bay', 'tam', 'chin'],
  es: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  pt: ['zero', 'um', 'dois', 'tres', 'quatro', 'cinco', 'seis meia', 'sete', 'oito', 'nove'],
  fr: ['', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'],
  de: ['null', 'eins', 'zwei zwo', 'drei', 'vier', 'funf fuenf', 'sechs', 'sieben', 'acht', 'neun'],
  it: ['', 'uno', 'due', 'tre', 'quattro', 'cinque', 'sei', 'sette', 'otto', 'nove'],
  tr: ['sifir', 'bir', 'iki', 'uc', 'dort', 'bes', 'alti', 'yedi', 'sekiz', 'dokuz'],
  ru: ['ноль', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'],
  th: ['ศูนย์', 'หนึ่ง', 'สอง', 'สาม', 'สี่', 'ห้า', 'หก', 'เจ็ด', 'แปด', 'เก้า'],
  ar: ['صفر', 'واحد', 'اثنان', 'ثلاثة', 'اربعة', 'خمسة', 'ستة', 'سبعة', 'ثمانية', 'تسعة'],
  hi: ['शून्य', 'एक', 'दो', 'तीन', 'चार', 'पांच', 'छह', 'सात', 'आठ', 'नौ'],
  ko: ['영 공', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구'],
  zh: [
    '零 〇 洞',
    '一 壹 幺 妖',
    '二 贰 两',
    '三 叁',
    '四 肆',
    '五 伍',
    '六 陆',
    '七 柒 拐',
    '八 捌',
    '九 玖 勾',
  ],
}

/** Digits by the words for them, in small letters without accents. */
export const digitWords: ReadonlyMap<string, string> = new Map(
  Object.values(spelt).flatMap((digits) =>
    digits.flatMap((words, digit) =>
      words
        .split(' ')
        .filter((word) => word !== '')
        .map((word): [string, string] => [bare(word), String(digit)]),
    ),
  ),
)

/** Without accents and vowel signs of alphabets; Thai and Indic vowels are letters. */
function bare(word: string): string {
  return word
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/gu, '')
    .normalize('NFC')
}
