declare module 'opencc-js/dict/TSCharacters' {
  /** Pairs "traditional simplified[ simplified…]", joined by "|". */
  const pairs: string
  export default pairs
}
