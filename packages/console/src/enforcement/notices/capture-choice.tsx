import { Button, Modal } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import {
  RequestCapture,
  CaptureStateMark,
  useCapture,
  useCaptures,
  type CaptureView,
} from '../../investigation/case-components/index.ts'
import { addressOf } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Moment, QueryStatus } from '../../components/index.ts'
import styles from './notices.module.css'

/** An item's capture, by date. */
export function ChosenCapture({
  listing,
  id,
}: {
  listing: string
  id: string | undefined
}): ReactNode {
  const { t } = useText()
  const captures = useCaptures({ listing })
  const found = captures.data?.pages.flatMap(({ items }) => items).find((one) => one.id === id)
  if (id === undefined) return <span className={styles.fine}>{t('notice.capture.none')}</span>
  return (
    <span>
      <Link to="/captures/$id" params={{ id }}>
        {t('notice.capture.of')} {found && <Moment at={found.requestedAt} />}
      </Link>{' '}
      {found && <CaptureStateMark capture={found} />}
    </span>
  )
}

export type CaptureChoiceProps = {
  /** The listing whose captures are offered; undefined while the dialog is closed. */
  listing: string | undefined
  chosen: string | undefined
  url: string | null
  onClose: () => void
  onChoose: (capture: string) => void
}

/**
 * Sealed captures of a listing with previews. Every preview is recorded in the chain of custody, so it is loaded only
 * on request.
 */
export function CaptureChoice({ listing, url, onClose, ...rest }: CaptureChoiceProps): ReactNode {
  const { t } = useText()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Modal
        opened={listing !== undefined && !asking}
        onClose={onClose}
        title={t('notice.capture.choose')}
        size="xl"
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {listing !== undefined && (
          <Choice listing={listing} onAsk={() => setAsking(true)} {...rest} />
        )}
      </Modal>
      <RequestCapture
        wish={
          asking && listing !== undefined
            ? { listing, reason: t('notice.capture.reason'), ...(url !== null && { url }) }
            : undefined
        }
        onClose={() => setAsking(false)}
      />
    </>
  )
}

type ChoiceProps = {
  listing: string
  chosen: string | undefined
  onChoose: (capture: string) => void
  onAsk: () => void
}

function Choice({ listing, chosen, onChoose, onAsk }: ChoiceProps): ReactNode {
  const { t } = useText()
  const captures = useCaptures({ listing })
  if (!captures.isSuccess) return <QueryStatus query={captures} />
  const all = captures.data.pages.flatMap(({ items }) => items)
  const sealedCaptures = all.filter(
    ({ state, disposedAt }) => state === 'sealed' && disposedAt === null,
  )
  const others = all.length - sealedCaptures.length
  return (
    <>
      <p className={styles.fine}>{t('notice.capture.custody')}</p>
      {sealedCaptures.length === 0 && <p>{t('notice.capture.empty')}</p>}
      <ul className={styles.shots}>
        {sealedCaptures.map((capture) => (
          <CaptureOption
            key={capture.id}
            capture={capture}
            isChosen={capture.id === chosen}
            onChoose={() => onChoose(capture.id)}
          />
        ))}
      </ul>
      {others > 0 && <p className={styles.fine}>{t('notice.capture.others', { count: others })}</p>}
      <Button variant="default" onClick={onAsk}>
        {t('captures.request')}
      </Button>
    </>
  )
}

type ShotProps = { capture: CaptureView; isChosen: boolean; onChoose: () => void }

function CaptureOption({ capture, isChosen, onChoose }: ShotProps): ReactNode {
  const { t, time } = useText()
  const read = useCapture(capture.id, true)
  const at = time(capture.requestedAt)
  const picture = read.data?.items.find(
    ({ name, mediatype }) => mediatype === 'image/png' && name.startsWith('page'),
  )
  return (
    <li className={styles.shot} data-chosen={isChosen}>
      {!read.isSuccess && <QueryStatus query={read} />}
      {picture && (
        <img
          src={addressOf('evidence', 'item', { id: capture.id, name: picture.name })}
          alt={t('notice.capture.picture', { at })}
          loading="lazy"
        />
      )}
      {read.isSuccess && !picture && (
        <p className={styles.fine}>{t('notice.capture.no-picture')}</p>
      )}
      <div className={styles.line}>
        <span>
          {at} · {capture.operator}
        </span>
        <Button
          size="compact-sm"
          variant={isChosen ? 'filled' : 'default'}
          aria-pressed={isChosen}
          aria-label={t('notice.capture.use', { at })}
          onClick={onChoose}
        >
          {t(isChosen ? 'notice.capture.used' : 'notice.capture.use-this')}
        </Button>
      </div>
    </li>
  )
}
