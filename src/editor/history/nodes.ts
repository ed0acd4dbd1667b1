import type { HistoryRecord } from '../../core/records.ts';
import type { ImageId } from '../../core/task.ts';

/** A row of the tree. Commands get the row itself: `image` is what those that take an image look at. */
export type HistoryNode =
  | { readonly kind: 'day'; readonly day: number; readonly records: readonly HistoryRecord[]; readonly isNewest: boolean }
  | { readonly kind: 'image'; readonly image: ImageId; readonly record: HistoryRecord }
  /** Shows more of a day, or more days. */
  | { readonly kind: 'more'; readonly of: number | 'days'; readonly left: number };
