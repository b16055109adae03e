//! The words themselves, phrase by phrase, in the languages of panels: English, Russian, Ukrainian,
//! Turkish, Spanish, Portuguese, German, French, Italian, Polish, Arabic, Indonesian, Vietnamese,
//! Chinese. They are read as a provider's words are: without marks, in lower case (`read.rs`).
//! Mixed languages do no harm, because a noun of one language is rarely a verb of another.

use super::read::{Lazy, Phrases};

/// The order may have been taken in spite of it.
pub(super) static FAULT: Lazy = Lazy::new(|| {
    Phrases::new(
        "timeout*; timed out; time out; internal*; server error*; service unavailable;
        service temporarily unavailable; service is temporarily unavailable; unexpected*;
        went wrong; gateway; overload*; database; exception*; unknown error*; unknownerror;
        undefined error; error occurred; error has occurred; error occured; error has occured;
        error processing; error while; connection failed; connection refused; connection reset;
        connection error; connection lost; connection closed; too many connections;
        could not connect; failed to connect; cannot connect; unable to connect; cant connect;
        sqlstate*; mysql*; sql error; sql syntax; deadlock*; curl; fatal error; syntax error;
        whoops; oops; not responding; no response; system error; network error; provider error;
        service error; processing error; undefined index; undefined variable; null pointer;
        неизвестн* ошибк*; внутренн*; ошибк* сервер*; серверн* ошибк*; ошибк* баз*;
        произошл* ошибк*; возникл* ошибк*; пошло не так; непредвид*; таймаут; время ожидания;
        системн* ошибк*; технич* ошибк*; ошибк* соединен*; ошибк* подключен*;
        невідом* помилк*; внутрішн*; помилк* сервер*; сталася помилка; щось пішло не так;
        bilinmeyen*; beklenmeyen*; beklenmedik*; sunucu hata*; hata olust*; dahili*; sistem hata*;
        zaman asimi*; bir seyler ters; yanlis gitti; ters gitti; baglanti hata*; veritabani*;
        error desconocido; erro desconhecido; error inesperado; erro inesperado; inesperad*;
        error interno; erro interno; error del servidor; error de servidor; erro do servidor;
        erro no servidor; error en el servidor; salio mal; deu errado; un error al; ocurrio un error;
        ha ocurrido un error; se produjo un error; ocorreu um erro; aconteceu um erro;
        tiempo de espera; tempo limite; tempo esgotado; error de conexion; erro de conexao;
        error del sistema; erro de sistema; erro do sistema; base de datos; banco de dados;
        unbekannter fehler; unbekannte fehler; interner*; interne; serverfehler*; systemfehler*;
        unerwartet*; zeituberschreitung*; fehler aufgetreten; fehler ist aufgetreten;
        schiefgelaufen; schief gelaufen; datenbank*; verbindungsfehler*;
        erreur inconnue; erreur serveur; erreur du serveur; erreur est survenue; erreur systeme;
        inattendu*; delai d attente; delai depasse; mal passe; erreur de connexion;
        base de donnees; errore sconosciuto; errore interno; errore del server; errore imprevisto;
        qualcosa e andato storto; si e verificato un errore; nieznany blad; blad serwera;
        wewnetrzn*; wystapil blad; cos poszlo nie tak;
        خطا غير معروف*; خطا مجهول; خطا داخلي*; خطا في خادم; خطا خادم; حدث خطا; خطا غير متوقع*;
        انتهت مهله; خطا في نظام; kesalahan tidak diketahui; kesalahan server; kesalahan sistem;
        terjadi kesalahan; kesalahan internal; loi khong xac dinh; loi he thong; loi may chu;
        da xay ra loi; co loi xay ra; ~未知错误; ~服务器错误; ~服务器内部; ~内部错误; ~系统错误; ~超时; ~系统繁忙",
    )
});

/// The answer does not say whether it was taken: we should ask again, or it only says "failed".
pub(super) static AGAIN: Lazy = Lazy::new(|| {
    Phrases::new(
        "try again; again later; try later; retry*; temporar*; please wait; try it again;
        failed to create; failed to place; failed to process; failed to save; failed to submit;
        failed to send; failed to add; failed to make; could not create; could not place;
        could not process; could not be processed; could not be placed; could not be created;
        could not submit; unable to create; unable to place; unable to process; unable to submit;
        unable to complete; unable to add; cannot process; cant process; not be completed;
        problem with; processing your request; creation failed; error creating; error placing;
        попробуй*; повтор*; позже; временн*; не удалось; сбой*; спробуйте; пізніше; тимчасов*; не вдалося;
        tekrar dene*; daha sonra; gecici*; yeniden dene*; olusturulamadi; basarisiz*;
        intentelo; intente; intenta de nuevo; vuelva a intentar*; mas tarde; temporalmente;
        no se pudo; tente novamente; tente de novo; mais tarde; temporari*; nao foi possivel;
        erneut; spater; noch einmal; vorubergehend*; konnte nicht; reessay*; plus tard; temporaire*;
        impossible de; riprova*; piu tardi; temporane*; sprobuj; pozniej; tymczasow*;
        حاول مره; محاوله مره; لاحقا; موقت*; فشل*; coba lagi; silakan coba; gagal; sementara;
        thu lai; that bai; tam thoi; ~重试; ~稍后; ~再试; ~失败",
    )
});

/// Words that only say that something failed, if there are no others.
pub(super) static BLANK: Lazy = Lazy::new(|| {
    Phrases::new(
        "error*; err; fail*; failure; false; true; null; none; undefined; unknown; new; order;
        neworder; code; status; message; request; sorry; http; api; the; an; has; your;
        ошибк*; неудача; hata*; erro; fehler*; erreur*; errore; خطا; فشل; kesalahan; loi; gagal;
        помилк*; blad; ~错误; ~失败",
    )
});

/// Too much was asked at once.
pub(super) static RATE: Lazy = Lazy::new(|| {
    Phrases::new(
        "rate limit*; rate limited; ratelimit*; rate exceeded; too many request*; toomanyrequest*;
        too many attempt*; too many call*; too many api; request limit*; requests limit*;
        api limit*; api call limit*; call limit*; limit of requests; limit for requests;
        requests per; requests too fast; requests too quickly; sending too fast;
        throttl*; slow down; slowdown; too frequent*; frequently; too often; flood*;
        request quota*; api quota*; quota of requests; 429;
        много запрос*; лимит* запрос*; част* запрос*; слишком част*; част* обращ*; частот* запрос*;
        забагато запит*; ліміт* запит*; cok fazla istek; cok fazla talep; cok fazla deneme;
        istek limit*; istek sinir*; cok sik; hiz sinir*; hiz limit*; yavasla*;
        demasiad* solicitud*; demasiad* peticion*; limite de solicitud*; limite de peticion*;
        muitas solicitac*; muitas requisic*; muitas tentativas; demasiados intentos;
        limite de requisic*; limite de taxa; limite de solicitac*; limite de chamadas;
        zu viele anfragen; zu viele versuche; anfragelimit*; anfragen limit*; zu schnell; zu haufig;
        trop de requete*; trop de demande*; trop de tentative*; limite de requete*; limite de debit;
        troppe richieste; limite di richieste; zbyt wiele zadan; zbyt wiele zapytan; limit zapytan;
        طلبات كثيره; طلبات كثيره جدا; كثير* من طلبات; عدد كبير من طلبات; حد طلبات; محاولات كثيره;
        معدل طلبات; terlalu banyak permintaan; batas permintaan; terlalu sering;
        qua nhieu yeu cau; gioi han yeu cau; ~请求过于频繁; ~请求过多; ~请求太多; ~频繁; ~限流",
    )
});

/// Money; the word alone means no trouble.
pub(super) static MONEY: Lazy = Lazy::new(|| {
    Phrases::new(
        "fund; funds; balance; balances; money; credit; credits; wallet;
        баланс*; средств*; денег; деньг*; денежн*; кошельк*; счет; счете; счету; кошт*; рахунку;
        bakiye*; saldo*; fondo; fondos; fondi; fonds; solde; credito; creditos; crediti; dinero;
        dinheiro; monedero; carteira; guthaben*; kontostand*; geld; argent; srodk*; srodkow;
        رصيد*; محفظ*; dana; so du; ~余额",
    )
});

/// There is not enough of it.
pub(super) static LACK: Lazy = Lazy::new(|| {
    Phrases::new(
        "enough; sufficient*; insuffic*; unsufficient*; low; too small; too little; empty; zero;
        negative; exceed*; lack*; short; exhausted; depleted; not have; dont have; do not have;
        недостат*; не достат*; хват*; нехват*; мало; маленьк*; пуст*; закончил*; отриц*; нулев*;
        недостатн*; бракує; вистача*; yetersiz*; yeterli; yetmi*; yetmemek*; dusuk; bitti; tukendi;
        insuficien*; suficien*; bajo; baixo; agotad*; esgotad*; bastante; vacio; vazio; falta*;
        genug; genugend*; ausreich*; unzureich*; reicht; niedrig; wenig; leer; aufgebraucht;
        insuffi*; suffi*; assez; epuise*; faible; esaurit*; basso; niewystarcz*; wystarcz*; malo;
        za malo; brak; غير كاف*; كاف*; كافي*; يكفي; نفد; منخفض; قليل; cukup; kurang; habis;
        khong du; het; ~不足; ~不够",
    )
});

/// Both together: our money there is used up.
pub(super) static BROKE: Lazy = Lazy::new(|| {
    Phrases::new(
        "no funds; no fund; no money; no balance; no credit; no credits; out of funds;
        out of money; out of credit; out of credits; out of balance; top up; topup; add funds;
        add fund; add balance; add money; recharge; please deposit; make a deposit;
        payment required; notenough*; insufficientfunds; insufficientbalance; nofunds; lowbalance;
        нет средств; нет денег; пополн*; поповн*; немає коштів; bakiye yok; bakiye yukle*;
        yetersiz para; para yatir*; sin saldo; sem saldo; sin fondos; recarg*;
        kein guthaben; keine mittel; guthaben aufladen; aufladen; pas de fonds; pas de solde;
        solde nul; rechargez; senza credito; ricarica*; brak srodkow; doladuj*;
        لا يوجد رصيد; اشحن; شحن رصيد; isi saldo; top up saldo; nap tien; nap them; ~充值; ~欠费",
    )
});

/// The API key, and nothing else.
pub(super) static API_KEY: Lazy = Lazy::new(|| {
    Phrases::new(
        "api key*; apikey*; api token*; apitoken; access token*; auth token*; bearer token;
        secret key; private key; key api; token api; api schlussel*; api ключ*; ключ* api;
        апи ключ*; ключ* апи; токен* api; ключ* доступа; api anahtar*; api sifre*; clave api;
        clave de api; clave de la api; clave del api; chave api; chave de api; chave da api;
        chave de acesso; clave de acceso; cle api; cle d api; cle de l api; clef api; chiave api;
        chiave dell api; klucz* api; مفتاح api; رمز api; مفتاح* واجهه; kunci api; khoa api;
        ~密钥; ~令牌; api密钥; ~api密钥; ~秘钥",
    )
});

/// A key for something.
pub(super) static KEY: Lazy = Lazy::new(|| {
    Phrases::new(
        "key; token; credential*; ключ; ключа; ключом; токен*; anahtar*; clave; chave; schlussel*;
        zugangsdaten; cle; clef; chiave; klucz*; مفتاح*; kunci; credenciales; credenciais;
        identifiants; signature; jwt; авторизацион*",
    )
});

/// With these words, a key means something else.
pub(super) static NO_KEY: Lazy = Lazy::new(|| {
    Phrases::new(
        "request*; parameter*; param; params; action; method; response; idempotency;
        json; array; параметр*; parametr*; parametre*",
    )
});

/// It does not know us, or does not let us in.
pub(super) static STRANGER: Lazy = Lazy::new(|| {
    Phrases::new(
        "unauthor*; unauthent*; not authori*; not authenticated; authentication; authorization;
        auth failed; auth error; access denied; permission denied; forbidden; login required;
        please login; please log in; not logged in; invalid login; invalidkey; invalidapikey;
        wrongkey; wrongapikey; incorrectkey; invalidtoken; api is disabled; api disabled;
        api is inactive; api inactive; api not enabled; api is not; api access; api blocked;
        api is blocked; api not found; api banned; invalid api; wrong api; incorrect api;
        no permission; insufficient permission*; not permitted to use; access is denied;
        не авториз*; авторизац*; неавториз*; доступ запрещ*; доступ закрыт; нет доступа; отказано;
        аутентификац*; доступ заборон*; yetkisiz*; yetkiniz yok; yetkilendirme; kimlik dogrulama*;
        erisim reddedildi; erisim engel*; no autorizad*; nao autorizad*; acceso denegado;
        acesso negado; sin permiso; sem permissao; autenticacion; autenticacao;
        nicht autorisiert*; nicht berechtigt; keine berechtigung; zugriff verweigert;
        zugang verweigert; authentifizierung*; non autorise*; acces refuse; acces interdit;
        authentification; accesso negato; non autorizzat*; autenticazione; brak dostepu;
        odmowa dostepu; nieautoryzowan*; غير مصرح*; غير مخول; رفض وصول; تم رفض وصول; مصادقه;
        akses ditolak; tidak diizinkan mengakses; tidak sah; khong co quyen; tu choi truy cap;
        ~未授权; ~无权限; ~拒绝访问; ~禁止访问",
    )
});

/// Our account there.
pub(super) static ACCOUNT: Lazy = Lazy::new(|| {
    Phrases::new(
        "account; accounts; your user; user; customer; client; reseller; аккаунт*; учетн* запис*;
        пользовател*; акаунт*; обліков*; hesab*; hesap; kullanici; cuenta; conta; konto; kundenkonto;
        compte; utilisateur; utente; حساب*; مستخدم; akun; tai khoan; ~账户; ~账号; ~帐户; ~帐号",
    )
});

/// Somebody closed it.
pub(super) static SHUT: Lazy = Lazy::new(|| {
    Phrases::new(
        "suspend*; disabled; blocked; banned; ban; inactive; not active; isnt active; deactivated;
        closed; frozen; locked; terminated; restricted; blacklist*; not activated;
        заблок*; забан*; блокиров*; отключ*; выключ*; деактив*; неактив*; не актив*; приостан*; закрыт*;
        вимкн*; неактивн*; askiya*; engel*; pasif*; kapat*; kapali; yasakl*; devre disi*; aktif degil;
        bloquead*; suspendid*; desactivad*; desativad*; inactiv*; inativ*; deshabilitad*;
        desabilitad*; banid*; banead*; gesperrt*; deaktiviert*; inaktiv*; nicht aktiv; no esta activ*; nao esta ativ*;
        pas activ*; non attiv*; suspendu*;
        bloque*; desactive*; banni*; inactif*; sospes*; bloccat*; disattivat*; disabilitat*;
        zablokowan*; zawieszon*; wylaczon*; nieaktywn*; محظور*; موقوف*; معطل*; غير مفعل*; غير نشط*;
        حظر*; تم حظر; تم ايقاف; ايقاف; diblokir; dinonaktifkan; ditangguhkan; tidak aktif;
        bi khoa; bi cam; bi chan; khong hoat dong; ~封禁; ~禁用; ~冻结; ~停用",
    )
});

/// A network address.
pub(super) static IP: Lazy = Lazy::new(|| {
    Phrases::new(
        "ip; ips; ipv4; ipv6; ip адрес*; айпи; your address; remote address; your host;
        your server; your domain; ~ip地址",
    )
});

/// A list of those who are let in.
pub(super) static ALLOWLIST: Lazy = Lazy::new(|| {
    Phrases::new(
        "whitelist*; white list; allowlist*; allow list; бел* спис*; beyaz liste*; lista blanca; lista branca; liste blanche",
    )
});

/// It is not let in.
pub(super) static BARRED: Lazy = Lazy::new(|| {
    Phrases::new(
        "allowed; permitted; trusted; denied; forbidden; refused; rejected;
        not authori*; unauthori*; not listed; not in; not whitelist*; not registered;
        changed; mismatch*; разреш*; запрещ*; не входит; недопуст*; не допуск*; заборонен*;
        izin*; yetki*; permitid*; autorizad*; denegad*; negad*;
        erlaubt; zugelassen; freigegeben; verweigert; autorise*; refuse*;
        non consentit*; niedozwolon*; غير مسموح*; غير مصرح*; tidak diizinkan; khong duoc phep; ~不允许; ~未授权",
    )
});

/// It is not right, or it does not exist.
pub(super) static WRONG: Lazy = Lazy::new(|| {
    Phrases::new(
        "invalid*; incorrect*; wrong; bad; unknown; missing; expired; revoked; not found; notfound;
        not valid; isnt valid; not exist*; notexist*; doesnt exist*; does not exist*; dont exist*;
        didnt exist; mismatch*; not match*; doesnt match; dont match; does not match; not correct;
        not recogni*; unrecogni*; rejected; not specified; not accepted; denied; required;
        not set; not provided; cannot be found; no such; not registered; no longer valid; no match;
        no key; malformed; unsupported; not supported;
        неверн*; не верн*; невалид*; недейств*; не действ*; неправильн*; некоррект*; не корр*;
        не найден*; ненайден*; не существ*; несуществ*; отсутств*; истек*; просроч*; не указан*;
        неизвестн*; невірн*; недійсн*; не знайден*; не існу*; неправильн*; помилков*;
        gecersiz*; hatali*; yanlis*; bulunam*; gecerli degil; dogru degil; eksik; bulunmuyor;
        suresi dol*; yok; no valid*; nao valid*; no encontr*; nao encontr*; no existe*; nao existe*;
        incorret*; expirad*; caducad*; equivocad*; errad*; erroneo; erronea; desconocid*;
        desconhecid*; requerid*; obrigatori*; obligatori*; no es valid*; nao e valid*;
        ungultig*; falsch*; unbekannt*; abgelaufen*; fehlt*; fehlerhaft*; nicht gefunden;
        nicht gultig; existiert nicht; erforderlich; non valide*; nest pas valide; invalide*;
        expire*; introuvable*; manquant*; existe pas; inconnu*; errone*; requis*; pas valide;
        errat*; non valid*; non trovat*; scadut*; inesistente; non esiste; sconosciut*; mancante;
        nieprawidlow*; bledn*; niepoprawn*; nie znalezion*; nie istnieje; wygas*; nieznan*;
        غير صالح*; غير صحيح*; خاطئ*; خطا; غير موجود*; غير معروف*; منتهي*; لا يوجد; لم يتم عثور; مفقود; غلط;
        tidak valid; salah; tidak ditemukan; tidak ada; tidak dikenal; khong hop le; khong dung;
        khong ton tai; khong tim thay; sai; het han; ~无效; ~错误; ~不正确; ~不存在; ~过期; ~找不到",
    )
});

/// What is sold.
pub(super) static SERVICE: Lazy = Lazy::new(|| {
    Phrases::new(
        "service; services; serviceid; package; product; servicio*; servico*; servizi*; dienst*;
        сервис*; услуг*; послуг*; сервіс*; servis*; hizmet*; leistung*; usług*; خدم*; باق*; layanan;
        dich vu; ~服务; paket",
    )
});

/// Words about something that cannot be ordered, besides `WRONG` and `SHUT`.
pub(super) static GONE: Lazy = Lazy::new(|| {
    Phrases::new(
        "unavailable; not available; isnt available; unavail*; no longer; removed; deleted;
        discontinued; stopped; paused; off; out of stock; not offered; retired; servicenotfound;
        недоступ*; не доступ*; удален*; снят*; остановлен*; недоступн*; видален*; kullanilam*;
        mevcut degil; musait degil; kaldiril*; durdurul*; silin*; no disponible*; indispon*;
        nao disponivel; nao esta disponivel; eliminad*; removid*; no esta disponible; excluid*;
        pausad*; nicht verfugbar; nicht vorhanden; entfernt; eingestellt; geloscht; indisponible*;
        non disponibil*; supprime*; pas disponible; plus disponible; rimoss*; niedostepn*; usuniet*;
        غير متاح*; غير متوفر*; محذوف*; متوقف*; غير موجود*; tidak tersedia; dihapus; khong kha dung;
        khong co san; ~不可用; ~已下架; ~下架; ~已删除; ~不存在; ~未开放; ~关闭",
    )
});

/// With these words, something other than the service was refused.
pub(super) static FOR_SERVICE: Lazy = Lazy::new(|| {
    Phrases::new(
        "for this service; for the service; for service; for that service; for selected service;
        for the selected service; of service; of this service; of the service; with this service;
        by this service; on this service; this service requires; for this package;
        для эт*; для данн*; для услуг*; для сервис*; эт* услуг* не поддерж*; для ціє*; для послуг*;
        bu servis icin; bu hizmet icin; servis icin; hizmet icin; para este servic*;
        para este servico; para el servicio; para o servico; del servicio; do servico;
        fur diesen; fur den dienst; dieses dienst*; pour ce service; du service; per questo servizio;
        dla tej uslugi; لهذه خدمه; لهذه الخدمه; لخدمه; لهذا خدمه; untuk layanan; cho dich vu; ~此服务的",
    )
});

/// It takes no orders from anybody.
pub(super) static CLOSED: Lazy = Lazy::new(|| {
    Phrases::new(
        "maintenance; maintainance; panel is closed; panel is disabled; site is closed;
        ordering is disabled; orders are disabled; orders are closed; new orders are disabled;
        not accepting orders; not accepting new orders; ordering is closed;
        технич* работ*; техническ* обслуж*; техобслуж*; техработ*; технічн* робот*; bakim*;
        mantenimiento; manutencao; manutenzione; wartung*; konserwac*; صيانه; pemeliharaan;
        dang bao tri; bao tri; ~维护",
    )
});

/// What an order is made of.
pub(super) static ORDER: Lazy = Lazy::new(|| {
    Phrases::new(
        "link; links; url; urls; quantity; quantities; qty; amount; username*; usernames; comment*;
        hashtag*; keyword*; mention*; min; minimum; minimal; max; maximum; maximal; profile*;
        private; drip*; dripfeed; runs; interval; refill*; cancel*; country; answer*; vote*; target*;
        ссылк*; ссылок; количеств*; мин; макс; миним*; максим*; профил*; коммент*; имя пользов*;
        имени пользов*; юзернейм*; приват*; посилан*; кількіст*; мінім*; максим*; профіл*;
        baglanti*; miktar*; adet*; kullanici adi*; yorum*; gizli; enlace*; cantidad*; minimo*; minima*;
        maximo*; maxima*; nombre de usuario; perfil*; privad*; comentari*; quantidade*;
        nome de usuario; menge*; anzahl; mindest*; hochst*; benutzername*; kommentar*; quantite*;
        lien; liens; nom d utilisateur; commentaire*; quantita; nome utente; ilosc*; odnosnik*;
        رابط*; روابط; كميه*; حد ادني; حد اقصي; اسم مستخدم; تعليق*; tautan; jumlah; nama pengguna;
        lien ket; duong dan; so luong; ten nguoi dung; ~链接; ~数量; ~用户名; ~评论",
    )
});

/// The words for a wrong amount of something.
pub(super) static BOUNDS: Lazy = Lazy::new(|| {
    Phrases::new(
        "must; should; less; more; greater; lower; higher; at least; between; exceed*; too low;
        too high; too small; too large; too big; too short; too long; min; max; minimum*; maximum*;
        minimal; private; not allowed; not public; empty; меньше; больше; должн*; миним*; максим*;
        превыш*; приват*; мал*; велик*; менше; більше; az; fazla; dusuk; yuksek; minimum; maksimum;
        menor; mayor; maior; minim*; maxim*; inferior; superior; debe; deve; unter; uber; kleiner;
        grosser; mindest*; hochst*; inferieur*; superieur*; doit; inferiore; superiore; اقل; اكبر;
        حد ادني; حد اقصي; kurang; lebih; nho hon; lon hon; ~小于; ~大于; ~最小; ~最大",
    )
});

/// The place of what is promoted: an account there is not our account.
pub(super) static PLATFORM: Lazy = Lazy::new(|| {
    Phrases::new(
        "instagram; tiktok; youtube; facebook; telegram; twitter; spotify; twitch; snapchat;
        linkedin; pinterest; threads; reddit; discord; vk; channel*; page; post; posts; video*;
        group; followers; public; story; reel*; канал*; страниц*; пост; видео; групп*; инстаграм*;
        телеграм*; ютуб*; тикток*; sayfa*; gonderi*; canal; pagina; publicacion; publicacao;
        kanal*; beitrag*; seite; chaine; قناه*; صفحه*; منشور*; saluran; kenh; ~频道; ~主页",
    )
});

/// It has such an order already.
pub(super) static DUPLICATE: Lazy = Lazy::new(|| {
    Phrases::new(
        "duplicat*; linkduplicate; already exist*; already placed; already been; already submitted;
        already in; already ordered; already have; already has; already an order; already active;
        already running; already process*; already used; already added; already pending;
        already sent; active order*; pending order*; running order*; open order*; order in progress;
        order is in progress; order is running; order exists; order is pending; existing order;
        same link; same order; уже есть; уже сущ*; уже разм*; уже созд*; уже добав*; уже выполн*;
        уже в; уже имеет*; уже оформ*; уже запущ*; дублик*; дублир*; повторн* заказ*;
        активн* заказ*; незаверш* заказ*; вже існ*; вже є; дублю*; zaten; mukerrer; tekrarlanan; ayni link*;
        ayni siparis*; aktif siparis*; aktif bir siparis*; devam eden*; bekleyen siparis*;
        ya existe; ya tiene*; ya hay; ya ha sido; duplicad*; pedido activo; orden activa;
        pedido en curso; orden en curso; ja existe; ja possui; ja tem; ja foi; ja ha; pedido ativo;
        pedido em andamento; bereits; schon vorhanden; doppelt*; laufende bestellung; aktive bestellung;
        deja; doublon*; commande en cours; commande active; gia esistente; esiste gia; gia presente;
        ordine attivo; gia stato; juz istnieje; aktywne zamowienie; موجود بالفعل; بالفعل; مسبقا;
        مكرر*; طلب نشط; sudah ada; pesanan aktif; pesanan ganda; ganda; da ton tai; trung lap;
        don hang dang; ~重复; ~已存在; ~已有",
    )
});
