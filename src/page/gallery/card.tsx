import * as l10n from '@vscode/l10n';
import { isolate } from '../../core/bidi.ts';
import { firstWords } from '../../core/prompt.ts';
import type { CardView } from '../../core/protocol.ts';
import { KeepOnlyOffer } from '../actions/keepOnlyOffer.tsx';
import { formatDuration, useNow } from '../clock.ts';
import { Description } from '../description/description.tsx';
import { WasSent } from '../form/sent.tsx';
import { Lineage } from '../history/lineage.tsx';
import { post } from '../host.ts';
import { Button, Icon, Note } from '../parts.tsx';
import { Failure } from './failure.tsx';
import { Original } from './original.tsx';
import { Pending } from './pending.tsx';
import { Discarded, Picture } from './picture.tsx';
import { Prompt } from './prompt.tsx';

interface CardProps {
  readonly card: CardView;
  readonly trusted: boolean;
  /** The image whose tile had the focus last. */
  readonly active: string | undefined;
  readonly selected: string | undefined;
  readonly onFocus: (image: string) => void;
}

/** One run: what was asked, how it goes, what came of it. */
export function Card({ card, trusted, active, selected, onFocus }: CardProps) {
  const live = card.pictures.filter((picture) => picture.state !== 'discarded');
  // One tile of a card is a stop of Tab; the arrow keys lead to the others.
  const stop = live.find((picture) => picture.id === active)?.id ?? live[0]?.id;
  return (
    <article class="card" data-card={card.id} tabIndex={-1} aria-labelledby={`prompt-${card.id}`}>
      <header class="card-head">
        <div class="card-title">
          <Prompt id={`prompt-${card.id}`} text={card.prompt} />
          <p class="facts">
            {card.running && <Icon name="loading" spin />}
            <span class="sentence">{card.facts}</span>
            <Elapsed card={card} />
            {card.usual !== undefined && <span class="usual">{card.usual}</span>}
            {card.cost !== undefined && <span class="cost">{card.cost}</span>}
          </p>
          {card.asker !== undefined && (
            <p class="asker">
              <Icon name="robot" />
              <span class="sentence">{card.asker}</span>
            </p>
          )}
          {card.lineage && <Lineage lineage={card.lineage} />}
        </div>
        {card.running && (
          <Button
            onPress={() => post({ kind: 'cancel', run: card.id })}
            name={l10n.t('Cancel: {0}', isolate(firstWords(card.prompt, 60)))}
          >
            {l10n.t('Cancel')}
          </Button>
        )}
      </header>
      <WasSent card={card} />
      {card.notes.map((note) => (
        <Note key={note} icon="info">
          {note}
        </Note>
      ))}
      {card.failures.map((failure, index) => (
        <Failure key={index} run={card.id} failure={failure} />
      ))}
      {(card.pictures.length > 0 || card.pending.length > 0) && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari and VoiceOver drop the role of a list without bullets
        <ul class="tiles" role="list" aria-label={l10n.t('Images of this run')}>
          {card.original && <Original original={card.original} result={live[0]?.id} />}
          {live.map((picture) => (
            <Picture
              key={picture.id}
              picture={picture}
              trusted={trusted}
              stop={picture.id === stop}
              selected={picture.id === selected}
              onFocus={() => onFocus(picture.id)}
            />
          ))}
          {card.pending.map((pending, index) => (
            <Pending
              key={pending.id}
              run={card.id}
              pending={pending}
              next={card.pending.findIndex(({ call }) => call === pending.call) === index}
            />
          ))}
          {card.pictures
            .filter((picture) => picture.state === 'discarded')
            .map((picture) => (
              <Discarded key={picture.id} picture={picture} trusted={trusted} />
            ))}
        </ul>
      )}
      {card.description && <Description run={card.id} description={card.description} />}
      <KeepOnlyOffer card={card} trusted={trusted} />
      <Actions card={card} trusted={trusted} />
    </article>
  );
}

function Actions({ card, trusted }: Pick<CardProps, 'card' | 'trusted'>) {
  const again = trusted && !card.running && !isLedByFailure(card);
  if (!again && card.buttons.length === 0) return null;
  return (
    <div class="buttons">
      {again && (
        <Button
          onPress={() => post({ kind: 'again', run: card.id })}
          name={l10n.t('Generate Again: {0}', isolate(firstWords(card.prompt, 60)))}
        >
          {l10n.t('Generate Again')}
        </Button>
      )}
      {card.buttons.map(({ step, label }) => (
        <Button key={step} onPress={() => post({ kind: 'step', run: card.id, step })}>
          {label}
        </Button>
      ))}
    </div>
  );
}

/** Nothing came, and the failures say themselves what may be sent again: a refused prompt is changed first. */
function isLedByFailure({ pictures, failures }: CardView): boolean {
  const led = failures.some(({ buttons }) => buttons.some(({ step }) => step === 'tryAgain' || step === 'editPrompt'));
  return led && pictures.length === 0;
}

/** `00:12`, ticking while it runs: a timer, which no screen reader reads out by itself. */
function Elapsed({ card }: { readonly card: CardView }) {
  const now = useNow(card.running);
  const end = card.running ? now : card.endedAt;
  if (end === undefined) return null;
  return (
    <span class="elapsed" role="timer" aria-live="off" aria-label={l10n.t('Elapsed time')}>
      {formatDuration(end - card.startedAt)}
    </span>
  );
}
