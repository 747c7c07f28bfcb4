/** Marketplaces, networks and services: their addresses tell nothing of who owns what they lead to. */
export const sharedHosts = new Set(
  `1688.com aliexpress.com alibaba.com alicdn.com amazon.com amazon.de amazon.co.uk amazon.in amazonaws.com apple.com avito.ru
  baidu.com bilibili.com bit.ly blibli.com bukalapak.com carousell.com carousell.sg cloudfront.net coupang.com dhgate.com douyin.com
  ebay.com ebay.co.uk ebay.de etsy.com facebook.com fb.me fb.com flipkart.com geilicdn.com gmail.com goo.gl google.com goofish.com
  hotmail.com icloud.com imgur.com instagram.com jd.com lazada.com lazada.co.id linktr.ee live.com mail.ru mercadolibre.com
  mercadolivre.com.br naver.com olx.com outlook.com ozon.ru paypal.com paypal.me pinduoduo.com pinterest.com qq.com rakuten.co.jp
  reddit.com sendo.vn shopee.co.id shopee.com shopee.com.my shopee.ph shopee.sg shopee.tw shopee.vn s.id sina.com snapchat.com
  susercontent.com t.co t.me taobao.com telegram.me telegram.org temu.com tiktok.com tiki.vn tinyurl.com tmall.com tokopedia.com
  tokopedia.net trendyol.com twitter.com vinted.com vk.com wa.me walmart.com wechat.com weibo.com weidian.com whatsapp.com
  wildberries.ru wish.com x.com xianyu.com xiaohongshu.com yahoo.com yandex.ru yangkeduo.com youtu.be youtube.com yupoo.com
  163.com 126.com`.split(/\s+/),
)

/** Hosts where each shop has a subdomain of its own, beyond those of the public suffix list. */
export const shopHosts =
  'x.yupoo.com taobao.com tmall.com 1688.com en.alibaba.com aliexpress.com wixsite.com wordpress.com shoplazza.com shopline.com youcan.shop company.site'.split(
    ' ',
  )
/** Subdomains there that are the host’s own. */
export const ownSubdomains = new Set(
  'www m h5 item items detail shop store login img s world list search uland click buyer market pages trade x en'.split(
    ' ',
  ),
)

/** Addresses of profiles, and the type of what they name. */
export const profiles: [
  type: 'instagram' | 'facebook' | 'tiktok' | 'payee' | 'telegram',
  pattern: RegExp,
][] = [
  ['instagram', /^(?:www\.)?instagram\.com\/([a-z0-9._]+)/],
  ['facebook', /^(?:www\.|m\.)?(?:facebook\.com|fb\.com|fb\.me)\/([a-z0-9.]+)/],
  ['tiktok', /^(?:www\.)?tiktok\.com\/@([a-z0-9._]+)/],
  ['payee', /^(?:www\.)?paypal\.(?:me|com\/paypalme)\/([a-z0-9]+)/],
  ['telegram', /^(?:www\.)?(?:t\.me|telegram\.me)\/([a-z][a-z0-9_]+)/],
]
/** Pages of these networks that are no profile. */
export const ownPages =
  /^(?:reel|reels|explore|stories|groups|share|sharer|watch|marketplace|photo|photos|profile\.php|events|joinchat|login)$/

/** Hosts of pictures whose addresses carry the account that uploaded them. */
export const pictureOwners: [host: string, pattern: RegExp][] = [
  ['alicdn', /!!(\d{6,13})(?:-\d{1,2}-[a-z]{2,20})?[._]/],
  ['alicdn', /\/imgextra\/i\d\/(\d{6,13})\//],
  ['taobaocdn', /\/(\d{6,13})\//],
  ['geilicdn', /\.com\/(?:[a-zA-Z]{2,20}-){0,3}(\d{8,13})-/],
  ['yupoo', /photo\.yupoo\.com\/([a-z0-9_-]{3,40})\//],
  ['pddpic', /\/(\d{6,13})\//],
  ['mlstatic', /-ML[A-Z](\d{6,12})_/],
]
