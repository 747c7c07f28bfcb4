import type { ColumnMapping, ListingField } from '@touchstone/contract'

export type MappedColumn = ColumnMapping['columns'][number]

/** Which column is which field, with defaults. A missing currency is never guessed. */
export type Mapping = Omit<ColumnMapping, 'columns'> & { columns: readonly MappedColumn[] }

/** ISO 4217 codes by marketplace, for prices that state no currency. */
export type MarketplaceCurrencies = Readonly<Record<string, string>>

/** Headers in the languages of the marketplaces, as normalised by `nameKey`. */
export const fieldNames: Readonly<Partial<Record<ListingField, string>>> = {
  id: `id itemid listingid productid offerid adid sku itemnumber itemno articleid articlenumber asin
    artikelnummer angebotsnummer artikelid idproduk kodeproduk idbarang nomorproduk 商品id 商品编号
    宝贝id 编号 货号 商品編號 idarticulo idproducto referencia codigo identifiant reference
    idproduit артикул идентификатор кодтовара idтовара 商品番号 商品コード 상품번호 상품코드 urunkodu mãsảnphẩm
    idannonce codice idprodotto codigodoproduto`,
  title: `title name productname itemname itemtitle listingtitle producttitle heading titel bezeichnung
    produktname artikelname artikelbezeichnung nama namaproduk judul namabarang 标题 商品名称 商品标题
    名称 宝贝标题 宝贝名称 品名 標題 商品名稱 商品名 titulo nombre nombredelproducto título titre nom
    nomduproduit название наименование заголовок названиетовара タイトル 商品タイトル 제목
    상품명 baslik urunadi tên tênsảnphẩm titolo nome nomeprodotto nomedoproduto`,
  description: `description desc details longdescription body itemdescription productdescription
    beschreibung artikelbeschreibung produktbeschreibung deskripsi keterangan 描述 商品描述 详情 商品详情
    宝贝描述 說明 商品說明 descripcion descripción détails описание описаниетовара
    説明 商品説明 설명 상품설명 aciklama açıklama môtả descrizione descricao descrição`,
  url: `url link href itemurl producturl listingurl pageurl producturl canonicallink webpage adresse
    artikelurl tautan linkproduk 链接 商品链接 网址 宝贝链接 連結 商品連結 enlace urldelproducto lien
    lienproduit ссылка ссылканатовар リンク 링크 baglanti liênkết collegamento`,
  price: `price unitprice itemprice listprice regularprice amount cost preis einzelpreis stückpreis
    verkaufspreis harga hargasatuan hargaproduk hargajual 价格 单价 售价 现价 商品价格 價格 售價 precio
    preciounitario importe prix prixunitaire цена стоимость 価格 値段 가격 판매가 fiyat giá giábán
    prezzo preco preço priceamount`,
  salePrice: `saleprice discountprice discountedprice offerprice specialprice currentprice finalprice
    angebotspreis aktionspreis sonderpreis hargadiskon hargapromo 促销价 折扣价 优惠价 券后价 特价
    precioderebaja precioconoferta preciooferta prixpromo prixsolde ценасоскидкой акционнаяцена セール価格 할인가 indirimlifiyat`,
  currency: `currency currencycode pricecurrency curr währung waehrung matauang 币种 货币 幣別 貨幣
    moneda divisa devise monnaie валюта 通貨 통화 parabirimi tiềntệ valuta moeda`,
  shippingPrice: `shipping shippingprice shippingcost shippingfee delivery deliveryfee postage versand
    versandkosten ongkir ongkoskirim biayapengiriman 运费 邮费 運費 gastosdeenvio envio costodeenvio
    fraisdeport fraisdelivraison доставка стоимостьдоставки 送料 배송비 kargo phívậnchuyển
    shippingprice`,
  brand: `brand brandname manufacturer make marke hersteller merek merk brandproduk 品牌 商品品牌 牌子
    marca fabricante marque бренд марка производитель ブランド メーカー 브랜드 marka thươnghiệu`,
  category: `category categories categoryname categorypath producttype googleproductcategory department
    kategorie warengruppe kategori kategoriproduk 类目 分类 类别 商品类目 分類 類別 categoria categoría
    catégorie categorie rubrique категория раздел рубрика カテゴリ カテゴリー 카테고리 danhmục`,
  condition: `condition itemcondition zustand artikelzustand kondisi 成色 新旧程度 商品状态 狀況
    condicion condición estado état etat состояние 状態 상태 durum tìnhtrạng condizione condicao`,
  'seller.id': `seller sellerid sellercode vendorid shopid storeid merchantid userid verkäuferid
    verkaeuferid haendlerid idpenjual idtoko 卖家id 店铺id 商家id 賣家id idvendedor идпродавца
    idvendeur 出品者id 판매자id`,
  'seller.name': `sellername shop shopname store storename vendor vendorname merchant merchantname
    username sellerusername verkäufer verkaeufer verkäufername händler haendler shopbezeichnung penjual
    namapenjual toko namatoko 卖家 卖家昵称 店铺 店铺名称 店名 掌柜 商家 商家名称 賣家 賣場 vendedor tienda
    nombredelvendedor nombredelatienda vendeur boutique nomduvendeur продавец магазин имяпродавца
    названиемагазина 出品者 ショップ 店舗名 판매자 판매자명 satici satıcı mağaza ngườibán cửahàng venditore negozio
    loja`,
  'seller.country': `sellercountry sellercountrycode vendorcountry countryofseller verkäuferland
    negarapenjual 卖家国家 paisdelvendedor paysduvendeur странапродавца`,
  images: `image images imageurl imageurls imagelink additionalimagelink additionalimage picture
    pictures pictureurl photo photos photourl img thumbnail mainimage mainimageurl bild bilder bildurl
    foto fotos gambar gambarproduk fotoproduk 图片 图片链接 主图 商品图片 圖片 imagen imagenes imágenes
    фото изображение картинка изображения 画像 画像url 이미지 resim hìnhảnh immagine imagem`,
  quantity: `quantity qty stock inventory available availablequantity amountavailable menge bestand
    lagerbestand anzahl stok jumlah jumlahstok 库存 数量 庫存 cantidad existencias stockdisponible
    quantité quantite количество остаток наличие 在庫 数 재고 수량 miktar sốlượng quantità quantidade`,
  unitsSold: `sold unitssold sales salescount quantitysold itemssold verkauft terjual jumlahterjual 销量
    已售 月销量 銷量 vendidos ventas vendus продано продажи 販売数 판매량 satilan đãbán`,
  shipsFrom: `shipsfrom shipfrom shippingfrom shipscountry versandaus versandland dikirimdari 发货地
    發貨地 enviadesde paisdeenvio expédiéde отправкаиз 発送元 발송지`,
  language: `language lang locale sprache bahasa 语言 語言 idioma langue язык 言語 언어 dil ngônngữ lingua`,
  marketplace: `marketplace platform site marktplatz plattform platformpenjualan 平台 电商平台
    mercado plataforma plateforme маркетплейс площадка マーケットプレイス 마켓플레이스 pazaryeri`,
  observedAt: `observedat seenat collectedat crawledat scrapedat capturedat datecollected timestamp
    erfasstam waktupengambilan 采集时间 抓取时间 fechadecaptura датасбора 取得日時`,
  attributes: `gtin ean upc barcode isbn mpn model modelnumber color colour size material gender agegroup
    pattern farbe größe groesse modell warna ukuran bahan 颜色 尺码 尺寸 材质 型号 款式 顏色 材質 color
    talla tamaño modelo couleur taille matière modèle цвет размер материал модель 色 サイズ 素材 색상
    사이즈 renk beden`,
}
