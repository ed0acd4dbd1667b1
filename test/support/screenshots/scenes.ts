/** Pictures worth looking at, drawn in code: what the server of the screenshots answers. All are 1536 × 1024. */
import sharp from 'sharp';

const [WIDTH, HEIGHT] = [1536, 1024];

/** Colours of one time of day, from above to below. */
interface Light {
  readonly sky: readonly [string, string, string];
  readonly sun: string;
  readonly sea: readonly [string, string];
  readonly hills: readonly [string, string, string];
}

const DUSK: Light = {
  sky: ['#1d2b53', '#7e4a7e', '#f29e6d'],
  sun: '#ffd9a0',
  sea: ['#8a5a7c', '#16233f'],
  hills: ['#5d4472', '#3a3058', '#1c1d3a'],
};
const DAWN: Light = {
  sky: ['#5aa2c8', '#bfdcd8', '#ffe3c2'],
  sun: '#fff6dc',
  sea: ['#9cc7cc', '#2f6a86'],
  hills: ['#8fb0b5', '#5a8793', '#2c5566'],
};
const NIGHT: Light = {
  sky: ['#050b1e', '#10224a', '#2f4a7c'],
  sun: '#f4f1de',
  sea: ['#284a7a', '#050d22'],
  hills: ['#213a63', '#142747', '#0a1630'],
};
const AUTUMN: Light = {
  sky: ['#f0d9b5', '#f3c08a', '#ee9a5d'],
  sun: '#fff1cf',
  sea: ['#e0a875', '#6b4a4f'],
  hills: ['#c98a62', '#8f5548', '#4f3040'],
};

/** A lighthouse on its island, at four times of the day; with a sailing boat once somebody asked for it. */
export function lighthouse(take: number, boat = false): Promise<Buffer> {
  const light = [DUSK, DAWN, NIGHT, AUTUMN][take % 4] ?? DUSK;
  const lit = light === DUSK || light === NIGHT;
  const x = 1010 - (take % 3) * 60;
  return draw(
    `
    ${sky(light)}
    ${lit ? stars(90, take) : ''}
    <circle cx="430" cy="${lit ? 250 : 330}" r="${lit ? 62 : 88}" fill="${light.sun}" opacity=".95"/>
    <circle cx="430" cy="${lit ? 250 : 330}" r="${lit ? 150 : 210}" fill="url(#glow)"/>
    ${ridge(560, 46, light.hills[0], 1 + take)}${ridge(610, 30, light.hills[1], 7 + take)}
    <rect y="640" width="${WIDTH}" height="384" fill="url(#sea)"/>
    ${waves(light)}
    ${lit ? `<path d="M${x} 330 L-60 160 L-60 420 Z" fill="url(#beam)"/><path d="M${x} 330 L1640 210 L1640 450 Z" fill="url(#beam2)"/>` : ''}
    <path d="M760 720 Q840 610 930 620 Q1000 560 1090 610 Q1180 620 1260 735 Q1010 790 760 720Z" fill="${light.hills[2]}"/>
    <path d="M820 705 Q900 640 980 648 Q1060 628 1180 715 Q1000 750 820 705Z" fill="#000" opacity=".18"/>
    <path d="M${x - 46} 640 L${x - 30} 372 H${x + 30} L${x + 46} 640Z" fill="#f4efe6"/>
    <path d="M${x - 43} 590 L${x - 39} 520 H${x + 39} L${x + 43} 590Z M${x - 36} 470 L${x - 33} 412 H${x + 33} L${x + 36} 470Z" fill="#c8443c"/>
    <path d="M${x + 6} 372 H${x + 30} L${x + 46} 640 H${x + 14}Z" fill="#1a1633" opacity=".22"/>
    <rect x="${x - 44}" y="358" width="88" height="16" rx="4" fill="#2b2440"/>
    <rect x="${x - 26}" y="306" width="52" height="52" fill="${lit ? '#ffe9a8' : '#cfe3e6'}"/>
    <path d="M${x - 26} 306 V358 M${x} 306 V358 M${x + 26} 306 V358" stroke="#2b2440" stroke-width="5"/>
    <path d="M${x - 36} 308 Q${x} 240 ${x + 36} 308Z" fill="#a8342f"/><circle cx="${x}" cy="262" r="8" fill="#2b2440"/>
    <rect x="${x + 60}" y="596" width="96" height="56" fill="#e9e0d2"/><path d="M${x + 50} 600 L${x + 108} 556 L${x + 166} 600Z" fill="#7c3a3a"/>
    <rect x="${x + 78}" y="616" width="18" height="20" fill="${lit ? '#ffdf8a' : '#52606b'}"/>
    ${boat ? sailing(1360, 830) : ''}
    <path d="M-20 1030 V900 Q200 850 360 930 Q520 990 760 1030Z" fill="${light.hills[2]}"/>`,
    light,
  );
}

/** Mountains behind a lake. */
export function mountains(): Promise<Buffer> {
  return draw(
    `
    ${sky(DAWN)}<circle cx="1120" cy="290" r="80" fill="#fff6dc"/><circle cx="1120" cy="290" r="210" fill="url(#glow)"/>
    <path d="M-20 700 L260 330 L420 520 L660 210 L900 560 L1060 420 L1300 640 L1560 480 V760 H-20Z" fill="#6f94a6"/>
    <path d="M660 210 L580 312 L640 350 L672 322 L718 372 L756 350Z M260 330 L206 402 L262 420 L300 400 L330 412Z" fill="#f5f7f4"/>
    <path d="M660 210 L900 560 L780 640 L700 420Z M260 330 L420 520 L330 600Z" fill="#274b5f" opacity=".25"/>
    ${ridge(640, 60, '#466f78', 3)}${ridge(700, 36, '#2d5358', 9)}
    <rect y="720" width="${WIDTH}" height="304" fill="url(#sea)"/>${waves(DAWN)}
    ${Array.from({ length: 22 }, (_, at) => pine(30 + at * 72 + ((at * 37) % 31), 760 + ((at * 53) % 40), 60 + ((at * 29) % 60))).join('')}`,
    DAWN,
  );
}

/** A cup on a table by a window. */
export function cup(): Promise<Buffer> {
  return draw(
    `
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#e9d8c3"/><rect width="${WIDTH}" height="660" fill="#d9c2a6"/>
    <rect x="150" y="70" width="560" height="480" rx="8" fill="#fdf3df"/><rect x="170" y="90" width="520" height="440" fill="url(#sky)"/>
    <circle cx="560" cy="220" r="56" fill="#fff6dc"/><path d="M170 420 Q300 330 430 410 T690 390 V530 H170Z" fill="#8fb0a5"/>
    <path d="M430 90 V530 M170 310 H690" stroke="#fdf3df" stroke-width="16"/>
    <path d="M0 660 H${WIDTH} V1024 H0Z" fill="#8a5a3c"/><path d="M0 660 H${WIDTH} V684 H0Z" fill="#a8734f"/>
    ${Array.from({ length: 9 }, (_, at) => `<path d="M0 ${720 + at * 36} Q500 ${700 + at * 38} ${WIDTH} ${724 + at * 36}" stroke="#6d4229" stroke-width="3" fill="none" opacity=".5"/>`).join('')}
    <ellipse cx="960" cy="842" rx="300" ry="52" fill="#3d2314" opacity=".45"/><ellipse cx="930" cy="820" rx="270" ry="54" fill="#f2ece2"/><ellipse cx="930" cy="812" rx="200" ry="36" fill="#d7cdbd"/>
    <path d="M760 520 H1100 Q1096 760 1010 806 H850 Q764 760 760 520Z" fill="#3f7f8c"/><path d="M990 520 H1100 Q1096 760 1010 806 H930 Q1010 720 990 520Z" fill="#1d4d58" opacity=".45"/>
    <path d="M1096 570 Q1210 560 1196 650 Q1180 730 1070 716" fill="none" stroke="#3f7f8c" stroke-width="30"/>
    <ellipse cx="930" cy="520" rx="170" ry="42" fill="#f2ece2"/><ellipse cx="930" cy="526" rx="146" ry="31" fill="#4a2a1a"/>
    ${[860, 930, 1000].map((x, at) => `<path d="M${x} 470 q-34 -50 0 -100 t0 -${90 + at * 16}" fill="none" stroke="#fff" stroke-width="13" opacity=".5" stroke-linecap="round"/>`).join('')}`,
    DAWN,
  );
}

function draw(body: string, { sky: [top, middle, low], sun, sea }: Light): Promise<Buffer> {
  const stops = (...colours: readonly string[]) =>
    colours.map((colour, at) => `<stop offset="${at / (colours.length - 1)}" stop-color="${colour}"/>`).join('');
  const fade = (id: string, colour: string, opacity: number, extra = '') =>
    `<linearGradient id="${id}" ${extra}><stop offset="0" stop-color="${colour}" stop-opacity="${opacity}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></linearGradient>`;
  return sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><defs>
    <linearGradient id="sky" x2="0" y2="1">${stops(top, middle, low)}</linearGradient>
    <linearGradient id="sea" x2="0" y2="1">${stops(...sea)}</linearGradient>
    <radialGradient id="glow"><stop offset="0" stop-color="${sun}" stop-opacity=".55"/><stop offset="1" stop-color="${sun}" stop-opacity="0"/></radialGradient>
    ${fade('beam', '#ffe9a8', 0.6, 'x1="1" x2="0"')}${fade('beam2', '#ffe9a8', 0.6)}
  </defs>${body}</svg>`),
  )
    .png({ compressionLevel: 9 })
    .toBuffer();
}

function sky(_: Light): string {
  return `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#sky)"/>`;
}

function ridge(y: number, height: number, colour: string, seed: number): string {
  const points = Array.from(
    { length: 17 },
    (_, at) => `${at * 96} ${y - Math.abs(Math.sin(at * 1.7 + seed) * height + Math.sin(at * 0.6 + seed * 2) * height)}`,
  );
  return `<path d="M-20 740 L${points.join(' L')} L1560 740Z" fill="${colour}"/>`;
}

function waves({ sun }: Light): string {
  return Array.from({ length: 34 }, (_, at) => {
    const [x, y] = [(at * 331) % 1500, 662 + ((at * 47) % 340)];
    const length = 30 + ((at * 61) % 90);
    return `<path d="M${x} ${y} q${length / 4} -6 ${length / 2} 0 t${length / 2} 0" stroke="${sun}" stroke-width="3" fill="none" opacity="${0.12 + ((at * 13) % 30) / 100}"/>`;
  }).join('');
}

function stars(count: number, seed: number): string {
  return Array.from(
    { length: count },
    (_, at) =>
      `<circle cx="${(at * 389 + seed * 71) % WIDTH}" cy="${(at * 157) % 430}" r="${1 + (at % 3) * 0.7}" fill="#fff" opacity="${0.3 + (at % 5) * 0.12}"/>`,
  ).join('');
}

function pine(x: number, y: number, height: number): string {
  const part = (from: number, width: number) =>
    `<path d="M${x} ${y - height * from} L${x - width} ${y - height * (from - 0.45)} H${x + width}Z" fill="#17393b"/>`;
  return part(1, height * 0.16) + part(0.78, height * 0.24) + part(0.56, height * 0.3);
}

function sailing(x: number, y: number): string {
  return `<path d="M${x - 90} ${y} H${x + 100} Q${x + 80} ${y + 46} ${x + 40} ${y + 48} H${x - 50} Q${x - 84} ${y + 40} ${x - 90} ${y}Z" fill="#7c3a3a"/>
    <path d="M${x} ${y - 190} V${y}" stroke="#2b2440" stroke-width="7"/><path d="M${x + 8} ${y - 180} Q${x + 110} ${y - 80} ${x + 92} ${y - 14} H${x + 8}Z" fill="#f8efe0"/>
    <path d="M${x - 8} ${y - 150} Q${x - 74} ${y - 70} ${x - 66} ${y - 14} H${x - 8}Z" fill="#e9a25f"/>
    <path d="M${x - 70} ${y + 60} H${x + 80} M${x - 30} ${y + 76} H${x + 40}" stroke="#fff" stroke-width="4" opacity=".35"/>`;
}
