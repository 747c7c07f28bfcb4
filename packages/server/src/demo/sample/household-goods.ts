/** Goods without a brand, as the sample's titles name them in each language. */
const words = {
  car: `scale model car|coche a escala|voiture miniature|miniatur mobil|ミニカー|자동차 모형|carro em escala|модель автомобиля|โมเดลรถ|model araba|mô hình xe|汽车模型|مجسم سيارة|modellauto`,
  flask: `water bottle|botella de acero|gourde|botol minum|ボトル|텀블러|garrafa térmica|термос|กระติก|termos|bình giữ nhiệt|保温杯|قارورة|trinkflasche`,
  cloth: `towel|toallas|serviettes de bain|handuk|タオル|수건|toalhas|полотенц|ผ้าขนหนู|havlu|khăn|毛巾|مناشف|handtücher|nappe|sarung|ผ้าขาวม้า|peştamal|rede de descanso|سجادة صلاة|варежки`,
  lantern: `lantern|farol|lentera|ランタン|랜턴|фонарь|ตะเกียง|feneri|đèn cắm|露营灯|فانوس|laterne|한지 조명`,
  lamp: `desk lamp|lámpara|lampe de bureau|lampu|デスクライト|스탠드|luminária|лампа|โคมไฟ|lambası|đèn bàn|台灯|مصباح|schreibtischlampe`,
  candle: `vela aromática|bougie|lilin|キャンドル|향초|свеча|เทียน|kokulu mum|nến|شمعة|duftkerze|بخور|räuchermännchen|savon`,
  cable: `cable|kabel|câble|ケーブル|케이블|cabo |кабель|สายชาร์จ|kablo|cáp sạc|数据线|كابل|garden hose`,
  mug: `mug|taza|マグカップ|머그|caneca|кружка|แก้วเซรามิก|kupa|cốc|马克杯|كوب|keramiktasse|ครก|cezve|دلة|самовар|wajan|bell brass`,
  mat: `yoga|ioga|ヨガ|요가|йоги|โยคะ|瑜伽|يوغا`,
  puzzle: `puzzle|puzle|パズル|퍼즐|quebra-cabeça|пазл|จิ๊กซอว์|yapboz|xếp gỗ|拼图|أحجية`,
  jar: `honey|miel|madu|はちみつ|꿀|mel silvestre|мёд|น้ำผึ้ง|balı|mật ong|蜂蜜|عسل|honig|aceite|들기름|zumo|saft|ジュース|주스|suco|elma suyu|عصير|nước mắm`,
  sack: `kopi bubuk|煎茶|café torrado|กาแฟ|cà phê|茶叶|ข้าวหอม|fıstığı|桂圆|تمر|bò viên|apples|apel segar|แอปเปิล|táo nhập|苹果 5|樱桃|graines|семена|牧草|목초`,
  board: `cutting board|tabla de cortar|planche à|talenan|まな板|도마|tábua|доска разделочная|เขียง|kesme tahtası|thớt|砧板|تقطيع|schneidebrett|brotkasten`,
  pots: `plant pots|macetas|terre cuite|pot bunga|植木鉢|화분|vasos|горшки|กระถาง|saksı|chậu cây|花盆|أصص|blumentöpfe`,
  yarn: `yarn|ovillos|laine|benang|毛糸|뜨개실|novelos|пряжа|ไหมพรม|yün ip|len sợi|毛线|خيوط|strickwolle`,
  chair: `chair|silla|chaise|kursi|チェア|의자|cadeira|кресло|เก้าอี้|koltuğu|ghế|电脑椅|كرسي|stuhl`,
  post: `cat scratching|rascador|griffoir|爪とぎ|스크래처|arranhador|когтеточка|tırmalama|猫抓板|kratzbaum|ladder|curtain rod`,
  mirror: `mirror|espejo|miroir|cermin|ミラー|거울|사이드미러|espelho|зеркало|กระจก|aynası|gương|浴室镜|مرآة|spiegel`,
  flowers: `fake flowers|fleurs|bunga tiruan|造花|조화|цветы|ดอกไม้|çiçek|hoa giả|仿真花|ورد|kunstblumen|monstera`,
  cells: `aaa|ааа`,
  machine: `toner|generator|generador|groupe électrogène|genset|発電機|발전기|gerador|генератор|เครื่องปั่นไฟ|jeneratör|máy phát|发电机|مولد|stromerzeuger|dinamo|pompa|sprayer|panel surya|コピー機|เครื่องถ่ายเอกสาร|آلة تصوير|synthesizer|收音机|ламинатор`,
  sword: `sword|espada|épée|pedang|模造刀|모형 검|ดาบ|kılıç|kiếm|سيف|airsoft|ммг`,
  paper: `copy paper|papier copie|kopierpapier|用紙|용지|ورق تصوير|maths|matemát|matemat|数学|수학|математик|คณิต|toán|رياضيات|nachhilfe|print|lámina|affiche|постер|pôster|plakat|novel|romance|绘本|便箋`,
  wheel: `диски|pneu |фильтр|filtresi`,
  coins: `coin|münz|翡翠|jade`,
  umbrella: `雨伞|abanico|nón lá`,
  box: `收纳箱`,
} as const

export type HouseholdMotif = keyof typeof words

export const householdMotifs = Object.keys(words) as HouseholdMotif[]

const stems = householdMotifs.map((motif) => ({ motif, stems: words[motif].split('|') }))

/** What a title without a brand's goods names; undefined if none of the known goods. */
export function householdMotifOf(title: string): HouseholdMotif | undefined {
  return motifIn(plainTitle(title), stems)
}

/** Without the characters by which sellers hide words. */
export function plainTitle(title: string): string {
  return title
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
}

/** The first motif one of whose stems is part of the text. */
export function motifIn<T>(
  text: string,
  named: readonly { motif: T; stems: readonly string[] }[],
): T | undefined {
  return named.find((one) => one.stems.some((stem) => text.includes(stem)))?.motif
}
