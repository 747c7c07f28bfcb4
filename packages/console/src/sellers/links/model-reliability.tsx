import type { ReactNode } from 'react'
import { Card, Columns, QueryStatus } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useLinkModel, type LinkModel, type LinkModelDetails } from '../link-components/index.ts'
import styles from './links.module.css'

type Bin = NonNullable<LinkModelDetails['reliability']>[number]

/** How often people judged pairs the same, by how probable the evidence made them. */
export function ModelReliability({ model }: { model: LinkModel }): ReactNode {
  const { t, number } = useText()
  const details = useLinkModel(model)
  const bins = details.data?.reliability ?? []
  return (
    <Card
      title={t('link-model.reliability')}
      lead={t('link-model.reliability.description', { version: number(model.version) })}
    >
      {!details.isSuccess && <QueryStatus query={details} />}
      {details.isSuccess && bins.every(({ pairs }) => pairs === 0) ? (
        <p className={styles.note}>{t('link-model.reliability.none')}</p>
      ) : (
        <Columns
          caption={t('link-model.reliability')}
          heads={[
            t('link-model.reliability.evidence'),
            t('link-model.reliability.pairs'),
            t('link-model.reliability.same'),
            t('link-model.reliability.share'),
          ]}
        >
          {bins.map((bin) => (
            <BinRow key={bin.from} bin={bin} />
          ))}
        </Columns>
      )}
    </Card>
  )
}

function BinRow({ bin: { from, to, pairs, same, predicted, share } }: { bin: Bin }): ReactNode {
  const { t, number, percent, locale } = useText()
  const range = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  return (
    <tr>
      <td className="figures">{range.formatRange(from, to)}</td>
      <td className="figures">{number(pairs)}</td>
      <td className="figures">{number(same)}</td>
      <td>
        {share === null || predicted === null ? (
          <span className={styles.source}>{t('link-model.reliability.few')}</span>
        ) : (
          <>
            <span className={styles.scale} aria-hidden="true">
              <b
                className={styles.interval}
                style={{ left: `${share.low * 100}%`, width: `${(share.high - share.low) * 100}%` }}
              />
              <i className={styles.predicted} style={{ left: `${predicted * 100}%` }} />
            </span>
            <span className={styles.source}>
              {t('link-model.reliability.figure', {
                share: percent(same / pairs),
                low: percent(share.low),
                high: percent(share.high),
                predicted: percent(predicted),
              })}
            </span>
          </>
        )}
      </td>
    </tr>
  )
}
