package format

// An alphabet is the letters of a language that ASCII has not, the most frequent first,
// and the encodings in which its texts are, the most likely first.
type alphabet struct{ encodings, letters string }

const (
	western  = "windows-1252 macintosh iso-8859-15 ibm850 ibm437"
	central  = "windows-1250 iso-8859-2 ibm852"
	baltic   = "windows-1257 iso-8859-13"
	cyrillic = "windows-1251 koi8-u iso-8859-5 x-mac-cyrillic ibm866"
)

// alphabets are those of languages, by how likely a text is in them.
var alphabets = []alphabet{
	{western, "äüößéàèç"},           // German
	{western, "éèàêçùôîâœûëïÿæ"},    // French
	{western, "óíáéñúü"},            // Spanish
	{western, "ãçáéíóêõâúàôü"},      // Portuguese
	{western, "èàòùìéóîí"},          // Italian
	{western, "äåöéàü"},             // Swedish, Finnish
	{western, "øåæéôòü"},            // Danish, Norwegian
	{western, "éëïóèüöáêç"},         // Dutch, Albanian
	{western, "íáðþéöúóýæ"},         // Icelandic, Faroese
	{western, "éàóèíòçúïü"},         // Catalan
	{western, "áíéúóâêîôû"},         // Irish, Welsh
	{western, "äõüöšž"},             // Estonian
	{central, "łęóążśćńź"},          // Polish
	{central, "íáěéřžýčšůúťďňóö"},   // Czech
	{central, "áíčéžýšľúťňôóďäŕĺö"}, // Slovak
	{central, "áéőóöíüúű"},          // Hungarian
	{central, "ăîâşţ"},              // Romanian
	{central, "čšžćđ"},              // Slovene, Croatian, Bosnian
	{"windows-1254", "ıüşğçöİâî"},   // Turkish
	{baltic, "ėšžųįčąęū"},           // Lithuanian
	{baltic, "äõüöšž"},              // Estonian
	{baltic, "āīšēūņļžčķģ"},         // Latvian
	{cyrillic, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"}, // Russian
	{cyrillic, "оанвіиертслкмудпязьгбйчхшжцюєїщфґ"}, // Ukrainian
	{cyrillic, "аиеотнрсвлкдпмзягбучцжщшйхюъфь"},    // Bulgarian
	{cyrillic, "аиоенјртсвкудмлпзгбшчжцћљњхђфџѓќѕ"}, // Serbian, Macedonian
	{cyrillic, "анірыоелсткзвудмпьябчгйцжшхюёўфэ"},  // Belarusian
	{"windows-1253 iso-8859-7", "αοιετσνηυρπκμλςάίόδέήθγχφβύωώξζψϊϋΐ"},
	{"windows-1255 iso-8859-8", "יוהלארתבשמנעדחקפכםסטןגצזךףץ"},
	{"windows-1256 iso-8859-6", "اليمونرتبعدسهفكقحجشصطخزضذثغظةأىإءئآؤ"},       // Arabic
	{"windows-1256", "اینردهمتوسبکشلزفگخقعپجحصآغطچضذثژظئ"},                    // Persian
	{"windows-874", "านรกอเงม่ยล้วดทสตัิีืปบคหะแจพชขใไโผซศณธุูถ็ฐภญ์ึฉฟำฝษๆ"}, // Thai
}
