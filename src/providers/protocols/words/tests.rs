//! Sentences as panels send them, by their class; long because each stands on a line of its own.

use super::{Class, Words, class};

fn all_are(wanted: Class, sentences: &[&str]) {
    let wrong: Vec<(&str, Class)> = sentences
        .iter()
        .map(|words| (*words, class(words, &[])))
        .filter(|(_, found)| *found != wanted)
        .collect();
    assert!(wrong.is_empty(), "not {wanted:?}: {wrong:#?}");
}

#[test]
fn spelling_does_not_count() {
    for text in [
        "Not enough funds!",
        "not_enough_funds",
        "notEnoughFunds",
        "NOT-ENOUGH-FUNDS",
        "error.not.enough.funds",
        "\u{ff2e}\u{ff4f}\u{ff54} enough\u{200b} funds",
        "<b>Not</b> enough&nbsp;funds",
    ] {
        let phrase = super::read::Phrases::new("not enough funds; enough nbsp funds");
        assert!(Words::of(text).has(&phrase), "{text}: {:?}", Words::of(text));
    }
    assert_eq!(Words::of("APIKeyInvalid"), Words::of("api key invalid"));
    assert_eq!(Words::of("Geçersiz İSTEK"), Words::of("gecersiz istek"));
    assert_eq!(Words::of("e\u{301}t\u{e9}"), Words::of("ete"));
    assert_eq!(Words::of("الرصيدُ"), Words::of("رصيد"));
    assert_eq!(Words::of("doesn't doesn’t doesn&#39;t"), Words::of("doesnt doesnt doesnt"));
}

#[test]
fn money() {
    all_are(
        Class::Money,
        &[
            "neworder.error.not_enough_funds",
            "error.not_enough_funds",
            "not_enough_funds",
            "neworder.error.insufficient_balance",
            "INSUFFICIENT_FUNDS",
            "insufficientFunds",
            "Not enough funds on balance",
            "Not enough funds, please top up and try again",
            "You don't have enough balance to order this quantity",
            "You do not have enough funds to Place order",
            "Order amount exceeds available funds!",
            "Insufficient balance",
            "Your balance is too low.",
            "Low Balance",
            "No funds",
            "Payment required",
            "Please add funds to your account",
            "Недостаточно средств на балансе",
            "Не хватает средств",
            "На балансе недостаточно денег",
            "Пополните баланс",
            "Недостатньо коштів на балансі",
            "Yetersiz bakiye",
            "Bakiyeniz yetersiz!",
            "Bakiyeniz bu sipariş için yeterli değil",
            "Saldo insuficiente",
            "Fondos insuficientes",
            "No tienes suficiente saldo",
            "Saldo insuficiente para realizar o pedido",
            "Você não tem saldo suficiente",
            "Guthaben reicht nicht aus",
            "Nicht genügend Guthaben",
            "Ihr Guthaben ist zu niedrig",
            "Solde insuffisant",
            "Fonds insuffisants",
            "Credito insufficiente",
            "Niewystarczające środki na koncie",
            "رصيدك غير كافٍ",
            "الرصيد غير كافي",
            "لا يوجد رصيد كافي",
            "Saldo tidak cukup",
            "Saldo anda kurang",
            "Số dư không đủ",
            "余额不足",
        ],
    );
}

#[test]
fn key_and_account() {
    all_are(
        Class::Key,
        &[
            "Invalid API key",
            "The api key is invalid",
            "The selected api key is invalid.",
            "The api key field is required.",
            "api key not found",
            "Wrong API Key",
            "error.invalid_api_key",
            "error.incorrect_key",
            "API_KEY_INVALID",
            "apiKeyNotFound",
            "Key not found",
            "Invalid key",
            "The key field is required",
            "Invalid token",
            "Unauthenticated.",
            "Unauthorized",
            "Authentication failed",
            "API is disabled for this user or user not found",
            "Access denied",
            "neworder.error.account_banned",
            "Your account has been suspended.",
            "Account is not active",
            "Your account is temporarily blocked, try again later",
            "Неверный API ключ",
            "Неверный ключ",
            "API-ключ не найден",
            "Ключ API недействителен",
            "Ваш аккаунт заблокирован",
            "Доступ запрещён",
            "Невірний ключ API",
            "Geçersiz API anahtarı",
            "API anahtarı bulunamadı",
            "Hesabınız askıya alındı",
            "Clave API inválida",
            "La clave de API no es válida",
            "Su cuenta ha sido suspendida",
            "Chave de API inválida",
            "Chave incorreta",
            "Sua conta está bloqueada",
            "Ungültiger API-Schlüssel",
            "Der API-Schlüssel ist falsch",
            "Ihr Konto ist gesperrt",
            "Clé API invalide",
            "Clé d'API incorrecte",
            "Chiave API non valida",
            "Nieprawidłowy klucz API",
            "مفتاح API غير صالح",
            "مفتاح الـ API غير صحيح",
            "تم حظر حسابك",
            "API key tidak valid",
            "Khóa API không hợp lệ",
            "API密钥无效",
        ],
    );
}

#[test]
fn address() {
    all_are(
        Class::Address,
        &[
            "IP is not allowed",
            "Your IP address is blocked",
            "error.ip_not_whitelisted",
            "ip_blocked",
            "Request from unauthorized IP 203.0.113.7",
            "Access denied: your IP is not in the whitelist",
            "Your server IP has been banned",
            "Ваш IP адрес заблокирован",
            "Доступ с этого IP запрещён",
            "IP не в белом списке",
            "IP adresinize izin verilmiyor",
            "Su IP no está autorizada",
            "Seu IP não é permitido",
            "Ihre IP-Adresse ist gesperrt",
            "IP-Adresse nicht erlaubt",
            "Adresse IP non autorisée",
            "عنوان IP محظور",
            "IP anda diblokir",
        ],
    );
}

#[test]
fn service() {
    all_are(
        Class::Service,
        &[
            "error.incorrect_service_id",
            "neworder.error.service_not_found",
            "neworder.error.service_inactive",
            "neworder.error.invalid_service",
            "The selected service is invalid.",
            "The selected service id is invalid.",
            "The service field is required.",
            "Incorrect service ID",
            "Invalid Service",
            "Service not found",
            "This service is disabled",
            "Service is not available anymore, please try again later",
            "Service temporarily disabled",
            "Service 12 is under maintenance",
            "This service does not exists",
            "service_id_does_not_exists",
            "SERVICE_DISABLED",
            "serviceNotActive",
            "No such service",
            "Сервис не найден",
            "Услуга недоступна",
            "Услуга отключена",
            "Неверный ID услуги",
            "Послуга недоступна",
            "Servis bulunamadı",
            "Geçersiz servis",
            "Bu servis şu anda aktif değil",
            "Servicio no encontrado",
            "El servicio no está disponible",
            "Servicio inválido",
            "Serviço não encontrado",
            "Serviço indisponível",
            "Ungültiger Dienst",
            "Der Dienst ist nicht verfügbar",
            "Service introuvable",
            "Ce service est désactivé",
            "Servizio non disponibile",
            "الخدمة غير موجودة",
            "الخدمة غير متاحة حاليا",
            "هذه الخدمة معطلة",
            "Layanan tidak ditemukan",
            "Dịch vụ không tồn tại",
            "服务不存在",
        ],
    );
}

#[test]
fn rate() {
    all_are(
        Class::Rate,
        &[
            "Rate limit exceeded. Slow down.",
            "Too many requests",
            "Too Many Attempts.",
            "error.too_many_requests",
            "rateLimitExceeded",
            "RATE_LIMITED",
            "API rate limit reached, try again in 10 seconds",
            "Too many requests from your IP",
            "Request limit exceeded",
            "You are sending requests too fast",
            "Слишком много запросов",
            "Превышен лимит запросов, попробуйте позже",
            "Çok fazla istek gönderdiniz",
            "Demasiadas solicitudes",
            "Demasiadas peticiones, inténtelo más tarde",
            "Muitas requisições",
            "Muitas solicitações. Tente novamente mais tarde.",
            "Zu viele Anfragen",
            "Trop de requêtes",
            "Troppe richieste",
            "عدد كبير من الطلبات",
            "Terlalu banyak permintaan",
            "Quá nhiều yêu cầu",
            "请求过于频繁",
        ],
    );
}

#[test]
fn what_is_uncertain() {
    all_are(
        Class::Fault,
        &[
            "unknown error",
            "Unknown error occurred",
            "unknown_error",
            "error.unknownError",
            "Internal error, please try again later",
            "Internal Server Error",
            "Request timed out",
            "Something went wrong",
            "There was an error processing your request. Please try again later",
            "Service Unavailable",
            "Service temporarily unavailable",
            "SQLSTATE[HY000]: too many connections",
            "Internal error: not enough funds",
            "Connection refused",
            "Неизвестная ошибка",
            "Внутренняя ошибка сервера",
            "Произошла ошибка",
            "Bilinmeyen hata",
            "Bir hata oluştu, lütfen tekrar deneyin",
            "Error desconocido",
            "Error interno del servidor",
            "Erro desconhecido",
            "Ocorreu um erro",
            "Unbekannter Fehler",
            "Interner Serverfehler",
            "Erreur inconnue",
            "Errore sconosciuto",
            "خطأ غير معروف",
            "حدث خطأ ما",
            "Terjadi kesalahan",
            "Lỗi không xác định",
            "未知错误",
        ],
    );
    all_are(
        Class::Again,
        &[
            "Please try again later",
            "error.try_again",
            "tryAgainLater",
            "Failed to place the order",
            "Попробуйте позже",
            "Повторите попытку",
            "Lütfen daha sonra tekrar deneyin",
            "Inténtelo de nuevo más tarde",
            "Tente novamente",
            "Bitte versuchen Sie es später erneut",
            "Veuillez réessayer plus tard",
            "حاول مرة أخرى لاحقا",
            "Coba lagi nanti",
        ],
    );
    all_are(Class::Blank, &["error", "Error!", "neworder.error", "Failed", "Ошибка", "error 17"]);
}

#[test]
fn duplicates() {
    all_are(
        Class::Duplicate,
        &[
            "neworder.error.link_duplicate",
            "You have active order with this link. Please wait until order being completed.",
            "Duplicate order",
            "Order already exists",
            "An order for this link is already in progress",
            "duplicateOrder",
            "У вас уже есть активный заказ на эту ссылку",
            "Дублирующийся заказ",
            "Bu link için zaten aktif bir sipariş var",
            "Ya existe un pedido con este enlace",
            "Já existe um pedido em andamento para este link",
            "Es gibt bereits eine Bestellung für diesen Link",
            "Une commande existe déjà pour ce lien",
            "هذا الرابط مطلوب مسبقاً",
            "الطلب موجود بالفعل",
            "Pesanan sudah ada",
        ],
    );
}

#[test]
fn of_this_order() {
    all_are(
        Class::Order,
        &[
            "neworder.error.invalid_link",
            "neworder.error.invalid_quantity",
            "neworder.error.min_quantity",
            "Bad link",
            "Incorrect quantity",
            "Quantity less than minimal 100",
            "The quantity must be at least 100.",
            "The link field is required.",
            "Minimum order for this service is 100",
            "Invalid link, please try again",
            "Invalid link for this service",
            "The link contains an invalid token",
            "Private account: the profile is private",
            "Username not found",
            "Invalid keywords",
            "Неверная ссылка",
            "Количество меньше минимального",
            "Geçersiz link",
            "Miktar minimum 100 olmalıdır",
            "Enlace inválido",
            "La cantidad mínima es 100",
            "Quantidade inválida",
            "Ungültiger Link",
            "Menge ist kleiner als das Minimum",
            "Lien invalide",
            "الرابط غير صالح",
            "الكمية غير صالحة",
            "链接无效",
        ],
    );
    all_are(
        Class::Other,
        &[
            "no",
            "Zorg 17 blurb",
            "Incorrect request",
            "Drip-feed is disabled for this service",
            "neworder.error.not_enough_quantity",
            "This Instagram account is disabled",
            "Refill is disabled",
            "Insufficient stock",
            "Terms of service are not accepted",
            "The sandbox refuses this service",
        ],
    );
}

/// Whatever a customer writes, it pauses nothing and hides no doubt.
#[test]
fn what_is_quoted_is_not_said() {
    for (words, own) in [
        ("Incorrect link https://example.com/not-enough-funds", "https://example.com/x"),
        ("Bad link: example.com/api_key_invalid", "x"),
        ("Incorrect username @service_disabled", "x"),
        ("Incorrect username not_enough_funds", "not_enough_funds"),
        ("Incorrect username 'Too.Many.Requests'", "https://example.com/too.many.requests?a=1"),
        ("Incorrect comments: your account is banned", "good\nyour account is banned"),
    ] {
        assert_eq!(class(words, &[own]), Class::Order, "{words}");
    }
    assert_eq!(class("timeout", &["https://example.com/timeout"]), Class::Fault);
    assert_eq!(class("Try again", &["try again"]), Class::Again);
    assert_eq!(class("Duplicate order", &["duplicate"]), Class::Duplicate);
    assert_eq!(class("Error", &["error"]), Class::Blank);
    // A quotation has the spelling of its text, and an answer has more words than the quotation.
    assert_eq!(class("Not enough funds left", &["example.com/not-enough-funds"]), Class::Money);
    assert_eq!(class("error.not_enough_funds", &["not_enough_funds"]), Class::Money);
}
