interface SliderProps {
  readonly id: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  /** The value in words. */
  readonly text: string;
  readonly title?: string;
  readonly disabled?: boolean;
  readonly onSlide: (value: number) => void;
}

/** A slider with its name and its value. */
export function Slider({ id, label, min, max, value, text, title, disabled = false, onSlide }: SliderProps) {
  return (
    <div class={`slider${disabled ? ' off' : ''}`} title={title}>
      <label for={id}>{label}</label>
      <input
        type="range"
        id={id}
        min={min}
        max={max}
        step={1}
        value={value}
        disabled={disabled}
        style={{ '--part': `${((value - min) / (max - min)) * 100}%` }}
        aria-valuetext={text}
        onInput={(event) => onSlide(event.currentTarget.valueAsNumber)}
      />
      <output for={id}>{text}</output>
    </div>
  );
}
