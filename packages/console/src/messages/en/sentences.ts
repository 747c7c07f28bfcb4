/**
 * The sentences of the engine, as it writes them: an assessment keeps them in English, and in other
 * languages each is told again from what stands in its places. A test holds them to the engine's.
 */
export const sentences = {
  'says.brand.in-picture': '“{text}” stands in a picture of the offer.',
  'says.brand.altered':
    '“{text}” is an altered spelling of {brand}; a search for the name does not find it.',
  'says.brand.possible': '“{text}” may mean {brand}, but nothing here shows it.',
  'says.brand.misspelt': '“{text}” is a misspelling of {brand}.',
  'says.brand.model': '“{text}” is a model or line of {brand}.',
  'says.brand.nickname': '“{text}” is what buyers and sellers call {brand}.',
  'says.brand.named': 'The offer names {brand}.',
  'says.brand.stands-for': '“{text}” stands for {brand}.',
  'says.other-role': 'The goods are not offered as those of {brand}: {role}.',
  'says.role.pictures': 'the brand stands in pictures only, beside another in the title',
  'says.role.description': 'the brand stands in the description only, beside another in the title',
  'says.role.model': 'the offer is for an accessory, and of the brand it names a model only',
  'says.role.no-such-goods':
    'the offer is for an accessory of a kind that the brand itself does not make',
  'says.role.words': '“{text}”: {marker}',
  'says.marker.compatible': 'the offer says that it is compatible with the brand’s goods',
  'says.marker.suits': 'the offer says that it suits the brand’s goods',
  'says.marker.for': 'the offer says that it is for the brand’s goods',
  'says.marker.fits': 'the offer says that it fits the brand’s goods',
  'says.marker.accessory': 'the offer is an accessory for the brand’s goods',
  'says.marker.equivalent': 'the goods are an equivalent that fits the brand’s machines',
  'says.marker.compared': 'the brand is named as a comparison',
  'says.marker.style': 'the brand’s style is named, not its goods',
  'says.marker.denied': 'the offer says that it is not the brand’s',
  'says.marker.service': 'a service for such goods is offered, not the goods',
  'says.marker.lesson': 'a text or a lesson about the brand, not its goods',
  'says.marker.print': 'a picture, a print or a pattern that shows the brand is offered',
  'says.marker.costume': 'a costume or a decoration after the brand is offered',
  'says.marker.about': 'a thing about the brand is offered, not the brand’s goods',
  'says.marker.spoken-of': 'the brand is spoken of, its goods are not offered',

  'says.channel.authorised':
    'The seller is on {brand}’s list of authorised sellers for this marketplace{cited}.',
  'says.channel.none':
    '{brand} sells no new goods on marketplaces such as this one{cited}, which by itself says nothing of whether the goods are genuine.{anyone}',
  'says.channel.not-authorised':
    'The seller is not on {brand}’s list of authorised sellers for this marketplace{cited}, which by itself says nothing of whether the goods are genuine.{anyone}',
  'says.cited': ' (source: {source})',
  'says.anyone':
    ' The condition is not stated, and used goods may be sold by anyone, so this counts only half.',
  'says.external': 'The marketplace handed in a signal of its own with the offer, “{text}”.',

  'says.price.one-for-many':
    '“{text}” in the title: {count} kinds (colours, patterns or models) of {brand} goods are offered at one price.',
  'says.price.out-of-line':
    '{price} is much for {bland} (usually below {number} USD, an editorial estimate, not checked){sold}: what is sold may be something else than the words name.',
  'says.bland.goods': 'goods of the kind that the words name',
  'says.bland.link': '“{text}”, a link for a payment,',
  'says.sold': ', and it was sold {count} times',
  'says.price.text-differs':
    'The words name another price (“{text}”) than the offer’s own, {price}.',
  'says.price.picture-differs':
    'A picture shows another price (“{text}”) than the offer’s own, {price}.',
  'says.price.no-rate': 'The price is not judged: no exchange rate for {code} is known here.',
  'says.price.placeholder': '{price} looks like a placeholder, so the price is not judged.',
  'says.price.list': '{price}{about} is {share} of {low}, the list price of {product}.{half}',
  'says.price.low':
    '{price}{about} is {share} of {low}, the lowest usual price of new {goods} (source: {source}, {day}{unchecked}).{half}',
  'says.price.typical':
    '{price} is {share} of what new {goods} usually cost (source: {source}, {day}{unchecked}). Sales and outlets sell at such prices too, so this counts little.',
  'says.about': ' (about {number} USD)',
  'says.goods.type': '{brand} goods of the type “{type}”',
  'says.goods.model': '{product}',
  'says.unchecked': ', not checked',
  'says.half':
    ' The condition is not stated, and used goods cost less, so the low price counts only half.',

  'says.image.brand': 'A picture shows {brand}, which no words of the offer name.',
  'says.image.own-code': 'A code in a picture holds {code}, the GTIN of {product}.',
  'says.image.other-code':
    'A code in a picture holds {code}, the GTIN of another brand’s product ({product}), while the offer names {brand}.',
  'says.image.known-fake':
    'A picture shows the photograph of an offer that was found to be a counterfeit of {brand}{edited}.',
  'says.image.official': 'A picture shows an official photograph of {brand}{edited}.',
  'says.image.seen-before':
    'A picture shows a photograph that was seen at another seller before{edited}.',
  'says.image.mark-hidden':
    'On the photograph that a picture shows stands “{text}”; in the picture it was {hidden}.',
  'says.hidden.covered': 'covered',
  'says.hidden.blurred': 'blurred',
  'says.image.part-hidden': 'A part of a picture was made unreadable by coarse blocks.',
  'says.image.other-brand':
    'Several pictures show {rival}, and none shows {brand}, which the words of the offer name.',
  'says.edited': ' ({edits})',
  'says.and-also': ', ',
  'says.edit.mirrored': 'mirrored',
  'says.edit.turned-right': 'turned by {number}° clockwise',
  'says.edit.turned-left': 'turned by {number}° anticlockwise',
  'says.edit.turned-over': 'turned by {number}°',
  'says.edit.stretched': 'stretched by {share}',
  'says.edit.shrunk': 'shrunk to {share}',
  'says.edit.enlarged': 'enlarged to {share}',
  'says.edit.cropped': 'cropped to {share}',
  'says.edit.set-in': 'on {share} of the picture',
  'says.image.contact': 'A code in a picture leads away from the marketplace ({contact}: {text}).',

  'says.product.never-made': 'By its own catalog, {brand} never made “{product}”.',
  'says.product.foreign-code':
    '“{text}” is the style code of another brand’s product, while the offer names {brand}.',
  'says.product.code': '“{text}” is the style code of {product}.',
  'says.product.packaging':
    'Only packaging of {brand} seems to be on offer (“{text}”); empty packaging is asked about because copies can be sold in it.',

  'says.review.other-goods':
    'Buyers write of “{text}” ({brand}), which the offer itself does not name.',
  'says.review.buyers': '{buyers} of copies or of what points to them, as here: {quotes}.{expert}',
  'says.buyers.one': 'One buyer tells',
  'says.buyers.many': '{count} buyers tell',
  'says.quotes': '{quote}; {second}',
  'says.expert':
    ' One of them says who looked at the goods, or where (“{text}”), and counts twice.',

  'says.seller.many-brands':
    'One seller offers new goods of {count} costly brands at once ({brands}), which authorised dealers seldom do.',
  'says.brands.more': '{brand} and more',
  'says.brands.all': '{brand}',
  'says.seller.young':
    'The seller’s account was {age} old when the offer was seen: under {number} days there is little history to judge by.',
  'says.age.one': '1 day',
  'says.age.many': '{count} days',
  'says.seller.stock':
    'This one offer is for {count} pieces of {brand} goods: from {number} on it counts as a large stock{scarce}.',
  'says.scarce': ' of a brand with usual prices of {number} USD and more',

  'says.quieted': '“{text}” is not counted: {meaning}{beside}.',
  'says.beside': ' (“{text}”)',
  'says.word': '{quote}.',
  'says.quote': '“{text}” ({language}): {meaning}{known}',
  'says.language.translated': 'machine-translated Chinese',
  'says.known.invitation': ', a phrase known from offers of copies',
  'says.known.logo-later': ', the mark is kept off the goods or the pictures until they are sold',
  'says.known.source': ', an origin that is claimed of copies, too',
  'says.known.inspection': ', a claim that is made of copies, too',

  'why.clear.nothing':
    'Clear: the offer refers to no protected brand, and nothing here shows that the goods are false.',
  'why.clear.no-brand': 'Clear: the offer refers to no protected brand.',
  'why.clear.plain': 'Clear: nothing here shows that the goods are false or calls for proof.',
  'why.clear.too-little': 'Clear: what was found is too little to act on.',
  'why.role.offered': 'The goods are offered as that brand’s.',
  'why.role.compared-with': 'The goods are compared with that brand’s.',
  'why.role.compatible-with': 'The goods are offered as fitting that brand’s.',
  'why.role.mentioned': 'The offer speaks of that brand and does not offer its goods.',
  'why.ask':
    'Ask for proof: the seller should show that the goods are genuine before the offer goes live; this is no finding that they are false.',
  'why.ask.reasons': 'The reasons to ask are {kinds}; by themselves they are no signs of falsity.',
  'why.ask.reason': 'The reason to ask is {kinds}; by itself that is no sign of falsity.',
  'why.ask.not-passed-off':
    'Some signs are doubtful, but the offer does not pass its goods off as a protected brand’s.',
  'why.ask.too-weak':
    'What was found in {kinds} is enough to ask{also}, and too weak for a review.',
  'why.also': ', with what counts beside it',
  'why.ask.too-low':
    'The signs add up to a probability of falsity of {share}; a review begins at {number} %.',
  'why.review': 'Review: the goods may be false; a person decides.',
  'why.review.signs':
    'Signs of falsity were found in {kinds}, which calls for more than a request for proof.',
  'why.review.sign':
    'A sign of falsity was found in {kinds}, which calls for more than a request for proof.',
  'why.review.too-low':
    'The signs add up to a probability of falsity of {share}; a block begins at {number} %.',
  'why.review.none-strong': 'For a block, no sign that was found is strong enough by itself.',
  'why.review.no-second': 'For a block, a second, independent kind of sign is missing{but}.',
  'why.counts-too-little': '; {kinds} counts too little for one',
  'why.block': 'Block: there are strong signs of falsity, of two independent kinds.',
  'why.block.two-kinds': 'Block: signs of falsity of two independent kinds met, in {kinds}.',
  'why.block.signs':
    'Block: there are strong signs of falsity in {kinds}, supported independently by {other}.',
  'why.block.sign':
    'Block: there is a strong sign of falsity in {kinds}, supported independently by {other}.',
  'why.supports-them': 'What supports them, and alone would be a reason to ask for proof at most:',
  'why.supports-it': 'What supports it, and alone would be a reason to ask for proof at most:',
  'why.signs': 'Signs:',
  'why.sign': 'Sign:',
  'why.signs.weak': 'Weak signs:',
  'why.sign.weak': 'Weak sign:',
  'why.signs.falsity': 'Signs of falsity:',
  'why.sign.falsity': 'Sign of falsity:',
  'why.signs.maybe': 'Signs that they may be false:',
  'why.sign.maybe': 'Sign that they may be false:',
  'why.counted': 'Also counted, though by itself no sign of falsity:',
  'why.noted': 'What was noted, though by itself no sign of falsity:',

  'kind-of-sign.text': 'the offer’s words',
  'kind-of-sign.brand': 'the spelling of the brand’s name',
  'kind-of-sign.price': 'the price',
  'kind-of-sign.image': 'the pictures',
  'kind-of-sign.seller': 'the seller’s account and stock',
  'kind-of-sign.channel': 'where and by whom the goods are sold',
  'kind-of-sign.product': 'what is said of the product',
  'kind-of-sign.network': 'the seller’s links to other sellers',
  'kind-of-sign.review': 'buyers’ reviews',
  'kind-of-sign.external': 'the marketplace’s own signals',
  'kind-of-sign.guard': 'what speaks for it',
}
