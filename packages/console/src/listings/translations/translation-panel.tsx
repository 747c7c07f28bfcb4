import { useQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { CopyButton, QueryStatus } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { glossText } from './gloss-text.ts'
import { MachineTranslation } from './machine-translation.tsx'
import styles from './translation-panel.module.css'

type Gloss = Awaited<ReturnType<Client['translations']['gloss']>>
type GlossPiece = Gloss['fields'][number]['pieces'][number]

/** What the engine understands of a listing’s words, and a machine translation where one is allowed. */
export function TranslationPanel({ listing }: { listing: string }): ReactNode {
  const { t, locale } = useText()
  const gloss = useQuery({
    queryKey: ['gloss', listing, locale],
    queryFn: ({ signal }) =>
      server.translations.gloss({ params: { id: listing }, query: { language: locale }, signal }),
  })
  return (
    <section className={styles.panel} aria-label={t('gloss.title')}>
      {gloss.isSuccess ? <WordGloss gloss={gloss.data} /> : <QueryStatus query={gloss} />}
      <MachineTranslation listing={listing} />
    </section>
  )
}

function WordGloss({ gloss }: { gloss: Gloss }): ReactNode {
  const { t, locale, meaning } = useText()
  const { known, unknown } = gloss
  const worded = (piece: GlossPiece): GlossPiece => {
    const words = piece.meaningLanguage === 'en' ? meaning(piece.meaning ?? '') : undefined
    return words === undefined ? piece : { ...piece, meaning: words, meaningLanguage: locale }
  }
  const fields = gloss.fields.map((field) => ({ ...field, pieces: field.pieces.map(worded) }))
  if (fields.length === 0) return <p className={styles.fine}>{t('gloss.nothing')}</p>
  return (
    <>
      <p className={styles.fine} role="status">
        {t('gloss.count', { known, unknown })}
      </p>
      {fields.map((field) => (
        <div key={field.field} data-gloss={field.field}>
          <p className={styles.name}>
            <FieldName field={field.field} />
          </p>
          <p className={`${styles.text} stranger`} dir="auto">
            {field.pieces.map((piece, at) => (
              <GlossedWord key={at} piece={piece} />
            ))}
          </p>
          {field.cut && <p className={styles.fine}>{t('gloss.cut')}</p>}
        </div>
      ))}
      <div className={styles.foot}>
        <span className={styles.fine}>{t('gloss.offline')}</span>
        <CopyButton
          size="compact-sm"
          text={fields.map(({ pieces }) => glossText(pieces, t('gloss.unknown'))).join('\n')}
        />
      </div>
    </>
  )
}

function FieldName({ field }: { field: string }): ReactNode {
  const { t } = useText()
  const [, attribute] = /^attributes\/(.+)$/s.exec(field) ?? []
  if (attribute !== undefined) return <span className="stranger">{attribute}</span>
  if (field === 'category') return t('field.category')
  return t(field === 'title' ? 'translation.title' : 'field.description')
}

function GlossedWord({ piece }: { piece: GlossPiece }): ReactNode {
  const { t, locale } = useText()
  const { text, is, kind, meaning, meaningLanguage } = piece
  if (is === 'plain') return <VisibleText text={text} />
  if (is === 'unknown' || meaning === undefined) {
    return (
      <span className={styles.pair}>
        <span>
          <VisibleText text={text} />
        </span>
        <span className={styles.meaning} title={t('gloss.unknown')}>
          <span aria-hidden>?</span>
          <span className={styles.hidden}> ({t('gloss.unknown')}) </span>
        </span>
      </span>
    )
  }
  return (
    <span className={styles.pair} data-kind={kind}>
      <span className={styles.known}>
        <VisibleText text={text} />
      </span>
      <span
        className={styles.meaning}
        dir="ltr"
        {...(meaningLanguage !== locale && { lang: meaningLanguage })}
      >
        <span className={styles.hidden}> (</span>
        {meaning}
        <span className={styles.hidden}>) </span>
      </span>
    </span>
  )
}
