// Hangul syllables are computed: The Unicode Standard, section 3.12.
const L_FIRST = 0x1100
const L_COUNT = 19
const V_FIRST = 0x1161
const V_COUNT = 21
const T_BEFORE = 0x11a7
const T_COUNT = 28
const S_FIRST = 0xac00
const S_COUNT = L_COUNT * V_COUNT * T_COUNT

/** True for units that may merge with the one before: Kana voicing marks and Hangul vowels and finals. */
export function joinsBackward(unit: number): boolean {
  return (
    unit === 0x3099 ||
    unit === 0x309a ||
    (unit >= V_FIRST && unit < V_FIRST + V_COUNT) ||
    (unit > T_BEFORE && unit < T_BEFORE + T_COUNT)
  )
}

/**
 * The composition of two units: カ and ゙ are ガ, ᄀ and ᅡ are 가. Undefined if they don't compose. Files of some systems
 * contain decomposed Kana and Hangul, and half-width Kana have no other form.
 */
export function composed(before: number, unit: number): number | undefined {
  if (unit === 0x3099 || unit === 0x309a) {
    const whole = String.fromCharCode(before, unit).normalize('NFC')
    return whole.length === 1 ? whole.charCodeAt(0) : undefined
  }
  const leading = before - L_FIRST
  const vowel = unit - V_FIRST
  if (leading >= 0 && leading < L_COUNT && vowel >= 0 && vowel < V_COUNT)
    return S_FIRST + (leading * V_COUNT + vowel) * T_COUNT
  const syllable = before - S_FIRST
  const trailing = unit - T_BEFORE
  if (
    syllable >= 0 &&
    syllable < S_COUNT &&
    syllable % T_COUNT === 0 &&
    trailing > 0 &&
    trailing < T_COUNT
  )
    return before + trailing
  return undefined
}
