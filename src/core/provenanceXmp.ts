import { parseXml, XmlElement, XmlError, XmlText } from '@rgrove/parse-xml';
import { TOOLKIT } from './formats/xmp.ts';
import { type FoundProvenance, type Provenance, readRecord, toRecord } from './provenance.ts';

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const XMP = 'http://ns.adobe.com/xap/1.0/';
const IPTC = 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/';
const OWN = 'urn:easel:provenance:1/';

// Source: https://cv.iptc.org/newscodes/digitalsourcetype/
const SOURCES = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const SOURCE_TYPES = {
  generated: `${SOURCES}trainedAlgorithmicMedia`,
  edited: `${SOURCES}compositeWithTrainedAlgorithmicMedia`,
} as const satisfies Record<Provenance['made'], string>;

/** An XMP packet. Source: IPTC Photo Metadata Standard 2025.1; XMP specification part 1, §7 */
export function toXmp(provenance: Provenance): string {
  const { prompt, model, server, made, at, writer, tool } = provenance;
  const properties = [
    element('Iptc4xmpExt:DigitalSourceType', SOURCE_TYPES[made]),
    element('Iptc4xmpExt:AISystemUsed', `${model} via ${hostOf(server)}`),
    element('Iptc4xmpExt:AISystemVersionUsed', model),
    element('Iptc4xmpExt:AIPromptInformation', prompt),
    ...(writer ? [element('Iptc4xmpExt:AIPromptWriterName', writer)] : []),
    element('xmp:CreatorTool', tool),
    element('xmp:CreateDate', new Date(at).toISOString()),
    element('easel:Record', toRecord(provenance)),
  ];
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="${TOOLKIT}">
 <rdf:RDF xmlns:rdf="${RDF}">
  <rdf:Description rdf:about="" xmlns:xmp="${XMP}" xmlns:Iptc4xmpExt="${IPTC}" xmlns:easel="${OWN}">
${properties.map((line) => `   ${line}`).join('\n')}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}

function element(name: string, value: string): string {
  const text = value
    .replace(/\r\n?/g, '\n')
    // What XML 1.0 has no way to write.
    .replace(/[^\t\n\P{Cc}]|[\p{Surrogate}\uFFFE\uFFFF]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  return `<${name}>${text}</${name}>`;
}

function hostOf(origin: string): string {
  return /^[a-z]+:\/\/(.+)$/i.exec(origin)?.[1] ?? origin;
}

/** What an XMP packet, of any program, says of how an image was made; `undefined` where it has no prompt. */
export function readXmp(xmp: string): FoundProvenance | undefined {
  const properties = readProperties(xmp);
  const prompt = properties.get(`${IPTC}AIPromptInformation`);
  if (!prompt) return undefined;
  const record = readRecord(properties.get(`${OWN}Record`) ?? '');
  if (record) return { ...record, prompt };
  const model = properties.get(`${IPTC}AISystemUsed`);
  const writer = properties.get(`${IPTC}AIPromptWriterName`);
  const tool = properties.get(`${XMP}CreatorTool`);
  return { prompt, ...(model && { model }), ...(writer && { writer }), ...(tool && { tool }) };
}

/** The text properties of a packet by namespace and name. */
function readProperties(xmp: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const root = parse(xmp);
  if (!root) return found;
  const names = namespacesOf(root);
  readRdf(root, names, found);
  for (const child of children(root)) readRdf(child, namespacesOf(child, names), found);
  return found;
}

function readRdf(element: XmlElement, names: Namespaces, found: Map<string, string>): void {
  if (expand(element.name, names) !== `${RDF}RDF`) return;
  for (const description of children(element)) readDescription(description, names, found);
}

function readDescription(description: XmlElement, outer: Namespaces, found: Map<string, string>): void {
  const names = namespacesOf(description, outer);
  if (expand(description.name, names) !== `${RDF}Description`) return;
  for (const [name, value] of Object.entries(description.attributes)) found.set(expand(name, names), value);
  for (const property of children(description)) {
    found.set(expand(property.name, namespacesOf(property, names)), textOf(property));
  }
}

/** A broken packet is as good as none, and so is one that nests too deeply. */
function parse(xmp: string): XmlElement | undefined {
  // Some programs fill up with zeros.
  let end = xmp.length;
  while (xmp[end - 1] === '\0') end -= 1;
  try {
    return parseXml(xmp.slice(0, end)).root ?? undefined;
  } catch (error) {
    if (error instanceof XmlError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Prefix → namespace, as an element declares it and, where it does not, what is around it. Copies would take minutes. */
interface Namespaces {
  readonly own: ReadonlyMap<string, string>;
  readonly outer: Namespaces | undefined;
}

function namespacesOf({ attributes }: XmlElement, outer?: Namespaces): Namespaces {
  const declared = Object.entries(attributes).filter(([name]) => name.startsWith('xmlns:'));
  return { own: new Map(declared.map(([name, uri]) => [name.slice('xmlns:'.length), uri])), outer };
}

function expand(name: string, names: Namespaces): string {
  const [prefix = '', local = ''] = name.split(':');
  let around: Namespaces | undefined = names;
  while (around && !around.own.has(prefix)) around = around.outer;
  return `${around?.own.get(prefix) ?? ''}${local}`;
}

function children(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => child instanceof XmlElement);
}

/** An element's own text; of a list or of alternatives in several languages the first. */
function textOf(element: XmlElement): string {
  const text = ({ children }: XmlElement): string =>
    children.map((child) => (child instanceof XmlText ? child.text : '')).join('');
  const [first] = children(element).flatMap(children);
  return first ? text(first) : text(element);
}
