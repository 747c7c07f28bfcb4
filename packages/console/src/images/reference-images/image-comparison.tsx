import { Checkbox, Group } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { FactList, QueryStatus } from '../../components/index.ts'
import { editsOf } from './image-edit-text.ts'
import { MarkedImage, type Mark } from './marked-image.tsx'
import {
  keptPicture,
  pictureOfReference,
  useComparison,
  useAnalysedImages,
  type Compared,
  type Comparison,
  type AnalysedImage,
} from './queries.ts'
import styles from './reference-images.module.css'

/** A listing's picture beside the matching reference image, with the matching regions. */
export function ImageComparison(compared: Compared): ReactNode {
  const comparison = useComparison(compared)
  const looked = useAnalysedImages(compared.listing)
  if (!comparison.isSuccess) return <QueryStatus query={comparison} />
  const reading = looked.data?.find(({ place }) => place === compared.place)?.reading
  return <PicturesSideBySide {...compared} comparison={comparison.data} reading={reading ?? null} />
}

type BothProps = Compared & { comparison: Comparison; reading: AnalysedImage['reading'] }

function PicturesSideBySide({
  listing,
  place,
  reference,
  comparison,
  reading,
}: BothProps): ReactNode {
  const text = useText()
  const { t, percent } = text
  const [shown, setShown] = useState({ same: true, points: false, read: false })
  const { match, picture } = comparison
  const edits = match === null ? '' : editsOf(text, match.transformation)
  const offered = t('picture.numbered', { number: place + 1 })
  const official = t(`image-bank.member.${comparison.reference.bank}`)
  const same = (corners: readonly (readonly number[])[]): Mark[] =>
    shown.same && corners.length > 0 ? [{ kind: 'same', corners }] : []
  const toggle = (name: keyof typeof shown, label: string): ReactNode => (
    <Checkbox
      label={label}
      checked={shown[name]}
      onChange={({ currentTarget: { checked } }) => setShown({ ...shown, [name]: checked })}
    />
  )
  return (
    <div className={styles.comparison}>
      <Group gap="md">
        {toggle('same', t('image-comparison.areas'))}
        {toggle(
          'points',
          t('image-comparison.points', { count: match?.picturePoints.length ?? 0 }),
        )}
        {toggle('read', t('image-comparison.text'))}
      </Group>
      <div className={styles.both}>
        <figure>
          <MarkedImage
            source={keptPicture(listing, place)}
            words={offered}
            size={picture}
            marks={[...same(match?.picturePolygon ?? []), ...(shown.read ? marksOf(reading) : [])]}
            points={shown.points ? (match?.picturePoints ?? []) : []}
          />
          <figcaption>{offered}</figcaption>
        </figure>
        <figure>
          <MarkedImage
            source={pictureOfReference(reference, { listing, place })}
            words={official}
            size={comparison.reference}
            marks={same(match?.referencePolygon ?? [])}
            points={shown.points ? (match?.referencePoints ?? []) : []}
          />
          <figcaption className="stranger">
            {official}
            {comparison.reference.label !== '' && `: ${comparison.reference.label}`}
          </figcaption>
        </figure>
      </div>
      {match === null ? (
        <p className={styles.note}>{t('image-comparison.none')}</p>
      ) : (
        <FactList
          facts={[
            [t('image-comparison.kind'), t(`image-match.${match.kind}`)],
            [t('image-comparison.score'), percent(match.score)],
            [t('image-comparison.edits'), edits === '' ? t('image-comparison.unedited') : edits],
            [t('image-comparison.shown'), percent(Math.min(1, match.transformation.shown))],
            [t('image-comparison.covers'), percent(Math.min(1, match.transformation.covers))],
          ]}
        />
      )}
      {shown.read && <TextInPicture reading={reading} />}
    </div>
  )
}

function marksOf(reading: AnalysedImage['reading']): Mark[] {
  if (reading === null) return []
  return [
    ...reading.lines.map(({ box }): Mark => ({ kind: 'text', corners: box })),
    ...reading.codes.map(({ box }): Mark => ({ kind: 'code', corners: box })),
  ]
}

/** Text recognised in a picture. */
export function TextInPicture({ reading }: { reading: AnalysedImage['reading'] }): ReactNode {
  const { t } = useText()
  const { lines = [], codes = [] } = reading ?? {}
  if (lines.length + codes.length === 0) {
    return <p className={styles.note}>{t('picture.no-text')}</p>
  }
  return (
    <ul className={styles.read} aria-label={t('picture.text')}>
      {codes.map(({ format, text }, index) => (
        <li key={`a code ${index}`}>
          <span className={styles.note}>{format}</span> <span className="stranger">{text}</span>
        </li>
      ))}
      {lines.map(({ text }, index) => (
        <li key={`line-${index}`} className="stranger">
          {text}
        </li>
      ))}
    </ul>
  )
}
