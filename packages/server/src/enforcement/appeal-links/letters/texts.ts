import type { SellerLanguage } from '@touchstone/contract'

export type LetterText = {
  about: string
  there: string
  calm: string
  instead: string
  once: string
  /** Whether somebody who speaks the language has looked through it. */
  reviewed: boolean
}

export const letters: Readonly<Record<SellerLanguage, LetterText>> = {
  en: {
    about: '{marketplace} is writing to you about one of your listings. Reference: {reference}.',
    there: 'On this page you can read what it is about and why, and respond:',
    calm: 'The page does not ask for a password or a payment.',
    instead: 'You can also reach it without this link, on the marketplace’s own site:',
    once: 'The link works in one browser, until {day}. If it no longer works, ask the marketplace for a new one.',
    reviewed: true,
  },
  ar: {
    about: 'تكتب إليك {marketplace} بشأن أحد عروضك. المرجع: {reference}.',
    there: 'في هذه الصفحة يمكنك أن تقرأ ما الموضوع ولماذا، وأن ترد:',
    calm: 'لا تطلب الصفحة كلمة مرور ولا أي دفع.',
    instead: 'يمكنك الوصول إلى الشيء نفسه من دون هذا الرابط، عبر موقع السوق نفسه:',
    once: 'يُفتح الرابط في متصفح واحد حتى {day}. إذا لم يعد يُفتح فاطلب من السوق رابطًا جديدًا.',
    reviewed: false,
  },
  de: {
    about: '{marketplace} schreibt Ihnen wegen eines Ihrer Angebote. Zeichen: {reference}.',
    there: 'Auf dieser Seite können Sie lesen, worum es geht und warum, und antworten:',
    calm: 'Die Seite fragt nach keinem Passwort und keiner Zahlung.',
    instead: 'Dasselbe erreichen Sie ohne diesen Link auf der eigenen Website des Marktplatzes:',
    once: 'Der Link öffnet sich in einem Browser, bis {day}. Öffnet er sich nicht mehr, bitten Sie den Marktplatz um einen neuen.',
    reviewed: false,
  },
  es: {
    about: '{marketplace} le escribe acerca de una de sus ofertas. Referencia: {reference}.',
    there: 'En esta página puede leer de qué se trata y por qué, y responder:',
    calm: 'La página no pide ninguna contraseña ni ningún pago.',
    instead: 'Puede llegar a lo mismo sin este enlace, en el propio sitio del mercado:',
    once: 'El enlace se abre en un solo navegador, hasta el {day}. Si ya no se abre, pida uno nuevo al mercado.',
    reviewed: false,
  },
  fa: {
    about: '{marketplace} دربارهٔ یکی از آگهی‌های شما برایتان می‌نویسد. شمارهٔ پیگیری: {reference}.',
    there: 'در این صفحه می‌توانید بخوانید موضوع چیست و چرا، و پاسخ دهید:',
    calm: 'این صفحه نه رمز عبور می‌خواهد و نه پرداختی.',
    instead: 'بدون این پیوند هم می‌توانید در سایت خود بازار به همین مطلب برسید:',
    once: 'این پیوند تا {day} در یک مرورگر باز می‌شود. اگر دیگر باز نشد، از بازار پیوند تازه‌ای بخواهید.',
    reviewed: false,
  },
  fr: {
    about: '{marketplace} vous écrit au sujet d’une de vos offres. Référence : {reference}.',
    there: 'Sur cette page, vous pouvez lire de quoi il s’agit et pourquoi, et répondre :',
    calm: 'La page ne demande ni mot de passe ni paiement.',
    instead:
      'Vous pouvez accéder à la même chose sans ce lien, sur le site de la place de marché :',
    once: 'Le lien s’ouvre dans un seul navigateur, jusqu’au {day}. S’il ne s’ouvre plus, demandez-en un nouveau à la place de marché.',
    reviewed: false,
  },
  hi: {
    about: '{marketplace} आपकी एक पेशकश के बारे में आपको लिख रहा है। संदर्भ: {reference}।',
    there: 'इस पृष्ठ पर आप पढ़ सकते हैं कि बात क्या है और क्यों, और उत्तर दे सकते हैं:',
    calm: 'यह पृष्ठ न पासवर्ड माँगता है, न भुगतान।',
    instead: 'इस लिंक के बिना भी आप मार्केटप्लेस की अपनी साइट पर यही देख सकते हैं:',
    once: 'यह लिंक {day} तक एक ही ब्राउज़र में खुलता है। यदि यह न खुले तो मार्केटप्लेस से नया लिंक माँगें।',
    reviewed: false,
  },
  id: {
    about:
      '{marketplace} menulis kepada Anda tentang salah satu penawaran Anda. Nomor: {reference}.',
    there: 'Di halaman ini Anda dapat membaca apa masalahnya dan mengapa, lalu menjawab:',
    calm: 'Halaman ini tidak meminta kata sandi maupun pembayaran.',
    instead: 'Anda dapat sampai ke hal yang sama tanpa tautan ini, di situs lokapasar itu sendiri:',
    once: 'Tautan ini terbuka di satu peramban, sampai {day}. Jika tidak terbuka lagi, mintalah yang baru kepada lokapasar.',
    reviewed: false,
  },
  it: {
    about: '{marketplace} Le scrive a proposito di una Sua offerta. Riferimento: {reference}.',
    there: 'In questa pagina può leggere di che cosa si tratta e perché, e rispondere:',
    calm: 'La pagina non chiede né password né pagamenti.',
    instead: 'Può arrivare alla stessa cosa senza questo link, sul sito del marketplace:',
    once: 'Il link si apre in un solo browser, fino al {day}. Se non si apre più, ne chieda uno nuovo al marketplace.',
    reviewed: false,
  },
  ja: {
    about: '{marketplace} から、あなたの出品の一つについてのご連絡です。照会番号：{reference}。',
    there: 'このページで、内容と理由を読み、回答することができます。',
    calm: 'このページがパスワードや支払いを求めることはありません。',
    instead: 'このリンクを使わずに、マーケットプレイス自身のサイトからも同じ内容を見られます。',
    once: 'リンクは {day} まで、一つのブラウザで開けます。開けなくなった場合は、マーケットプレイスに新しいリンクを依頼してください。',
    reviewed: false,
  },
  ko: {
    about: '{marketplace}에서 귀하의 상품 중 하나에 대해 알려 드립니다. 참조 번호: {reference}.',
    there: '이 페이지에서 무슨 일인지와 그 이유를 읽고 답변할 수 있습니다:',
    calm: '이 페이지는 비밀번호나 결제를 요구하지 않습니다.',
    instead: '이 링크 없이도 마켓플레이스 자체 사이트에서 같은 내용을 볼 수 있습니다:',
    once: '링크는 {day}까지 하나의 브라우저에서 열립니다. 더 이상 열리지 않으면 마켓플레이스에 새 링크를 요청하십시오.',
    reviewed: false,
  },
  pl: {
    about: '{marketplace} pisze do Państwa w sprawie jednej z Państwa ofert. Numer: {reference}.',
    there: 'Na tej stronie można przeczytać, czego to dotyczy i dlaczego, oraz odpowiedzieć:',
    calm: 'Strona nie prosi o hasło ani o płatność.',
    instead: 'To samo można znaleźć bez tego linku, na stronie samej platformy handlowej:',
    once: 'Link otwiera się w jednej przeglądarce, do {day}. Jeśli już się nie otwiera, proszę poprosić platformę o nowy.',
    reviewed: false,
  },
  pt: {
    about: '{marketplace} escreve-lhe sobre uma das suas ofertas. Referência: {reference}.',
    there: 'Nesta página pode ler do que se trata e porquê, e responder:',
    calm: 'A página não pede palavra-passe nem pagamento.',
    instead: 'Pode chegar ao mesmo sem este link, no próprio site do mercado:',
    once: 'O link abre num único navegador, até {day}. Se já não abrir, peça um novo ao mercado.',
    reviewed: false,
  },
  ru: {
    about: '{marketplace} пишет вам об одном из ваших предложений. Номер: {reference}.',
    there: 'На этой странице можно прочитать, о чём речь и почему, и ответить:',
    calm: 'Страница не спрашивает пароля и не требует оплаты.',
    instead: 'То же самое можно найти без этой ссылки, на сайте самой торговой площадки:',
    once: 'Ссылка открывается в одном браузере, до {day}. Если она больше не открывается, попросите у площадки новую.',
    reviewed: false,
  },
  th: {
    about: '{marketplace} เขียนถึงคุณเกี่ยวกับรายการขายของคุณรายการหนึ่ง เลขอ้างอิง: {reference}',
    there: 'ในหน้านี้คุณอ่านได้ว่าเรื่องนี้คืออะไรและเพราะเหตุใด และตอบกลับได้:',
    calm: 'หน้านี้ไม่ขอรหัสผ่านและไม่ขอให้ชำระเงิน',
    instead: 'คุณเข้าถึงเรื่องเดียวกันได้โดยไม่ใช้ลิงก์นี้ ที่เว็บไซต์ของตลาดเอง:',
    once: 'ลิงก์เปิดได้ในเบราว์เซอร์เดียว จนถึง {day} หากเปิดไม่ได้แล้ว โปรดขอลิงก์ใหม่จากตลาด',
    reviewed: false,
  },
  tr: {
    about: '{marketplace} tekliflerinizden biri hakkında size yazıyor. Başvuru no: {reference}.',
    there: 'Bu sayfada konunun ne olduğunu ve nedenini okuyabilir, yanıt verebilirsiniz:',
    calm: 'Sayfa parola ya da ödeme istemez.',
    instead: 'Aynısına bu bağlantı olmadan, pazaryerinin kendi sitesinden de ulaşabilirsiniz:',
    once: 'Bağlantı {day} tarihine kadar tek bir tarayıcıda açılır. Artık açılmıyorsa pazaryerinden yenisini isteyin.',
    reviewed: false,
  },
  uk: {
    about: '{marketplace} пише вам про одну з ваших пропозицій. Номер: {reference}.',
    there: 'На цій сторінці можна прочитати, про що йдеться і чому, та відповісти:',
    calm: 'Сторінка не питає пароля й не вимагає оплати.',
    instead: 'Те саме можна знайти без цього посилання, на сайті самого майданчика:',
    once: 'Посилання відкривається в одному браузері, до {day}. Якщо воно більше не відкривається, попросіть у майданчика нове.',
    reviewed: false,
  },
  vi: {
    about:
      '{marketplace} viết cho bạn về một trong các tin bán của bạn. Mã tham chiếu: {reference}.',
    there: 'Trên trang này bạn có thể đọc nội dung và lý do, rồi trả lời:',
    calm: 'Trang này không hỏi mật khẩu và không yêu cầu thanh toán.',
    instead: 'Bạn có thể xem cùng nội dung mà không cần liên kết này, trên chính trang của sàn:',
    once: 'Liên kết mở trong một trình duyệt, đến {day}. Nếu không mở được nữa, hãy xin sàn một liên kết mới.',
    reviewed: false,
  },
  zh: {
    about: '{marketplace} 就您的一件商品与您联系。编号：{reference}。',
    there: '您可以在此页面阅读所涉内容和理由，并作出答复：',
    calm: '此页面不会要求密码，也不会要求付款。',
    instead: '不使用此链接，您也可以在平台自己的网站上看到同样的内容：',
    once: '此链接在 {day} 之前可在一个浏览器中打开。如果无法再打开，请向平台索取新的链接。',
    reviewed: false,
  },
}
